import type { MeasureName } from '../protocol/measures';
import { generationMeasures } from './generation/generation-measures';
import { healthMeasures } from './health/health-measures';
import { interpretabilityMeasures } from './interpretability/interpretability-measures';
import type { Computes } from './measure';
import { reductionMeasures } from './reduction/reduction-measures';

/** How each measure of the table is computed. */
export const measures: Computes<MeasureName> = {
  ...reductionMeasures,
  ...generationMeasures,
  ...healthMeasures,
  ...interpretabilityMeasures,
};
