import type { MeasureName } from '../protocol/measures';
import type { Computes } from './measure';
import { reductionMeasures } from './reduction/reduction-measures';

/** How each measure of the table is computed. */
export const measures: Computes<MeasureName> = { ...reductionMeasures };
