import type * as tf from '@tensorflow/tfjs';
import type { TermName } from '../../protocol/terms';
import type { Batch } from './batch';
import type { Update } from './objective';

/** A term that is added to the loss of a batch. */
export interface Penalty {
  readonly term: TermName;
  /** 0: it is reported, and no part of the loss. */
  readonly weight: number;
  /** Before it is weighed; nats, or as its formula has it. */
  of(batch: Batch): tf.Scalar;
  /** What an opponent minimises that the term is computed with, by its own weights alone. */
  opponent?(batch: Batch): tf.Scalar;
  /** New values of what it is computed with that no gradient trains. */
  updates?(batch: Batch): readonly Update[];
}
