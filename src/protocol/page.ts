import type { Quantity } from './data';
import type { PanelLanguage } from './panel';
import type { Projection } from './trainer';

/** What a page that is handed on will hold of a run. */
export interface PagePlan {
  /** Of the file, about. */
  readonly bytes: number;
  readonly points: number;
  /** Examples that come along to be looked at. */
  readonly examples: number;
  /** Whose codes come along, of those that could. */
  readonly epochs: number;
  readonly allEpochs: number;
  readonly layouts: number;
  readonly allLayouts: number;
  /** Which of those come along that are computed where somebody chooses them; KL and sigma of all dimensions. */
  readonly computed: readonly Quantity[];
  /** Of so many layouts comes along how far to trust them. */
  readonly trusted: number;
  /** Bytes of the decoder's weights. */
  readonly decoderBytes: number;
  /** Whether pages can compute decoders like it. */
  readonly isDecoderComputed: boolean;
  /** Whether it comes along: it is computed, and small enough. */
  readonly withDecoder: boolean;
}

/** What is on show comes along, whatever else does. */
export interface PageOnShow {
  readonly pinned: number | null;
  /** Null: as a panel begins. */
  readonly projection: Projection | null;
}

export interface PageExport extends PageOnShow {
  /** What is on show, as the panel keeps it over a reload; null: as it begins. */
  readonly state: unknown;
}

/** In which language a page speaks. */
export type PageLanguage = Pick<PanelLanguage, 'strings' | 'locale'>;
