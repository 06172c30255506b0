import { spread } from '../../exploration/example-set';
import { posteriorOf } from '../../protocol/composition';
import { UserError } from '../../protocol/errors';
import type { MeasuredValue } from '../../protocol/measures';
import { range } from '../../training/encoding';
import type { MeasureContext } from '../context';
import { drawnExamples } from '../generation/drawn-examples';
import { numericFeatures } from '../numeric-features';
import { type Calibration, calibration } from './calibration';

/** Examples whose residuals are looked at, and draws that are encoded. */
const most = 2000;

/** (x - E[x|z]) / sigma of the judged examples, of pixels and numbers. @throws UserError measure.noVariance */
export async function residualCalibration({
  judged,
  encoding,
  logVariances,
}: MeasureContext): Promise<readonly MeasuredValue[]> {
  if (!logVariances) throw new UserError('measure.noVariance');
  const features = numericFeatures(encoding, logVariances.length);
  const width = logVariances.length;
  const [originals, means] = [judged.originals(), await judged.reconstructions()];
  const rows = spread(range(0, judged.count), most);
  const scores = new Float32Array(rows.length * features.length);
  let to = 0;
  for (const row of rows) {
    for (const j of features) {
      const at = row * width + j;
      scores[to++] = (originals[at] - means[at]) / Math.exp(logVariances[j] / 2);
    }
  }
  return valuesOf('residuals', calibration(scores, features.length));
}

/**
 * (z - mean) / sigma of q(z|x), of codes z that are drawn from the prior and examples x that are drawn from p(x|z): where the
 * encoder's posterior is the true one, these are N(0, 1) together (Cook, Gelman & Rubin 2006; Talts et al. 2018, arXiv 1804.06788).
 * Of tables and vectors with a Gaussian likelihood alone: pixels that are drawn look like none that the encoder has seen.
 */
export async function posteriorCalibration(context: MeasureContext): Promise<readonly MeasuredValue[]> {
  const { encoding, logVariances, capabilities, model } = context;
  const isEncoded = encoding.kind === 'columns' && encoding.library === undefined && !model.classes;
  if (!isEncoded || !logVariances || !capabilities.spread || posteriorOf(model).name !== 'diagonal') return [];
  const { codes } = await context.samples(most);
  const drawn = await drawnExamples(context, most);
  const { means, logVars, latent } = await context.encode(drawn.values);
  if (!logVars) return [];
  const scores = means.map((mean, at) => (codes[at] - mean) / Math.exp(logVars[at] / 2));
  return valuesOf('posteriors', calibration(scores, latent));
}

function valuesOf(of: string, { squares, coverage }: Calibration): readonly MeasuredValue[] {
  return [
    { name: 'mean-square', of, unit: '', ...squares },
    ...coverage.map(({ nominal, found }) => ({
      name: 'within-interval',
      of,
      unit: '',
      settings: { nominal },
      ...found,
    })),
  ];
}
