import type { EpochMetrics } from '../../src/protocol/run';
import type { TermsConfig } from '../../src/protocol/terms';
import { type Curve, curveOf, type Measure } from '../training/curve-data';

/** A run as far as its curves are concerned. */
interface Course {
  readonly history: readonly EpochMetrics[];
  readonly config: TermsConfig;
}

/** Both over the epochs that one of them has; null where the other has none. */
export function overlaid(one: Course, other: Course, measure: Measure, heldOut: boolean): Curve {
  const [own, theirs] = [one, other].map(({ history, config }) => {
    const { epochs, train, validation } = curveOf(history, measure, config);
    const values = heldOut ? validation : train;
    return new Map(epochs.map((epoch, at) => [epoch, values[at]]));
  });
  const epochs = [...new Set([...own.keys(), ...theirs.keys()])].sort((a, b) => a - b);
  return {
    epochs,
    train: epochs.map((epoch) => own.get(epoch) ?? null),
    validation: epochs.map((epoch) => theirs.get(epoch) ?? null),
  };
}
