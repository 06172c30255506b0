import type { FamilyName, ModelConfig, ObjectiveConfig, TrainingConfig } from '../protocol/config';
import type { DataKind } from '../protocol/data';

/** What somebody trains a model for. */
export type Aim = 'structure' | 'generate' | 'compress' | 'outliers' | 'disentangle' | 'discrete';

/** Where a model is from. */
export interface Paper {
  readonly authors: string;
  readonly year: number;
  /** Of the paper at arXiv. */
  readonly arxiv?: string;
}

/** A model that people cite, as what differs from a preset: the network stays the preset's. */
export interface Family {
  readonly name: FamilyName;
  /** As the field writes it. */
  readonly title: string;
  readonly paper: Paper;
  /** For what it is the usual choice. */
  readonly aims: readonly Aim[];
  readonly model: Partial<ModelConfig> & Pick<ModelConfig, 'kind'>;
  readonly objective?: Partial<ObjectiveConfig>;
  readonly training?: Partial<TrainingConfig>;
  /** The data that it is for; all where left out. */
  readonly data?: readonly DataKind[];
}
