import type { MeasureName } from '../protocol/measures';
import { densityMeasures } from './density/density-measures';
import { generationMeasures } from './generation/generation-measures';
import { healthMeasures } from './health/health-measures';
import { interpretabilityMeasures } from './interpretability/interpretability-measures';
import type { Computes } from './measure';
import { reconstructionMeasures } from './reconstruction/reconstruction-measures';
import { reductionMeasures } from './reduction/reduction-measures';

/** How each measure of the table is computed. */
export const measures: Computes<MeasureName> = {
  ...reductionMeasures,
  ...densityMeasures,
  ...reconstructionMeasures,
  ...generationMeasures,
  ...healthMeasures,
  ...interpretabilityMeasures,
};
