import type { PanelLanguage } from './panel';

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
  /** Bytes of the decoder's weights. */
  readonly decoderBytes: number;
  /** Whether pages can compute decoders like it. */
  readonly isDecoderComputed: boolean;
  /** Whether it comes along: it is computed, and small enough. */
  readonly withDecoder: boolean;
}

export interface PageExport {
  /** What is on show, as the panel keeps it over a reload; null: as it begins. */
  readonly state: unknown;
  /** It comes along, whatever else does. */
  readonly pinned: number | null;
}

/** In which language a page speaks. */
export type PageLanguage = Pick<PanelLanguage, 'strings' | 'locale'>;
