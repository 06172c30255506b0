import * as v from 'valibot';
import {
  type Measured,
  type MeasuredPart,
  type MeasureGroup,
  type MeasureName,
  measureGroups,
  measureNames,
} from './measures';

/** What was measured of a run, and of what. */
export interface KeptMeasure {
  readonly measured: Measured;
  /** After which epoch its weights are, and how many steps more. */
  readonly epoch: number;
  readonly steps: number;
  readonly judged: MeasuredPart;
  readonly reference: MeasuredPart | null;
  readonly seed: number;
}

/** What is to be measured: nobody's time is spent on what they have not named. */
export const WantedMeasures = v.pipe(
  v.array(v.picklist([...measureGroups, ...measureNames] as readonly (MeasureName | MeasureGroup)[])),
  v.minLength(1),
  v.maxLength(measureGroups.length + measureNames.length),
);

export interface MeasuringMethods {
  /** Those that are kept with the run, in the order of the table. */
  keptMeasures(params: Record<string, never>): readonly KeptMeasure[];
  /**
   * Measures the run with the weights in use, keeps what comes of it in place of what was measured before, and answers all that is kept.
   * Emits `measured` after each. @throws UserError measure.whileTraining, measure.* of one that is named and has no value, data.*, run.*
   */
  measure(params: { readonly only: readonly (MeasureName | MeasureGroup)[] }): readonly KeptMeasure[];
}
