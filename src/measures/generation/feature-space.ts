import * as tf from '@tensorflow/tfjs';
import { principalComponents } from '../../model/principal-components';
import { UserError } from '../../protocol/errors';
import type { MeasureName } from '../../protocol/measures';
import { permutation, random } from '../../random';
import { breathe } from '../../training/breathe';
import type { MeasureContext, MeasuredExamples } from '../context';
import { coordinates } from '../linear-codes';
import { perContext } from '../per-context';
import { type Points, pointsAt } from '../points';
import { drawnExamples } from './drawn-examples';

/** Principal components that samples and data are compared by, of the data as the model sees them; all of fewer features. */
export const featureCount = 50;
/** Examples that they are fitted to, and points of each kind that are compared, at most; fewer of any kind are fewer of all. */
const fitted = 5000;
const most = 2000;
/** Of fewer nothing is said. */
const least = 50;
/** Tells these numbers from others. */
const rowSeed = 0xfea;

/** Equally many points of each kind, in the space of the data's principal components. */
export interface FeatureSpace {
  /** Judged examples. */
  readonly data: Points;
  /** Draws from the model. */
  readonly samples: Points;
  /** Other examples, by which it is seen what real ones reach; null where there are none. */
  readonly others: Points | null;
  readonly features: number;
}

/** @throws UserError measure.tooFewExamples */
export const featureSpaceOf = perContext(createSpace);

async function createSpace(context: MeasureContext, measure: MeasureName): Promise<FeatureSpace> {
  const { judged, reference, seed } = context;
  const count = Math.min(most, judged.count, reference?.count ?? most);
  if (count < least) throw new UserError('measure.tooFewExamples', { measure, least, examples: count });
  const learned = someOf(reference ?? judged, fitted, seed);
  const rows = tf.tensor2d(learned.values, [learned.values.length / learned.dims, learned.dims]);
  const components = principalComponents(rows, featureCount, seed);
  rows.dispose();
  await breathe();
  const place = (points: Points): Points => {
    const { means, latent } = coordinates(points.values, components);
    return { values: means, dims: latent };
  };
  return {
    data: place(someOf(judged, count, seed)),
    samples: place(await drawnExamples(context, count)),
    others: reference && place(someOf(reference, count, seed)),
    features: components.variances.length,
  };
}

/** So many random ones, as the decoder gives them. */
function someOf(examples: MeasuredExamples, most: number, seed: number): Points {
  const values = examples.originals();
  const points = { values, dims: values.length / examples.count };
  return pointsAt(points, permutation(examples.count, random(seed, rowSeed)).slice(0, most).sort());
}
