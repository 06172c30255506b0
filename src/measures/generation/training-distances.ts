import { neighboursAmong } from '../../layout/neighbours';
import { UserError } from '../../protocol/errors';
import { permutation, random } from '../../random';
import type { MeasureContext } from '../context';
import { perContext } from '../per-context';
import { type Points, pointsAt } from '../points';
import { drawnExamples } from './drawn-examples';

/** Samples, and held-out examples, whose nearest training example is looked for. */
const most = 1000;
/** Of fewer nothing is said. */
const least = 20;
/** Tells these numbers from others. */
const rowSeed = 0xd15;

/** How far samples and held-out examples are from the nearest training example. */
export interface TrainingDistances {
  readonly samples: Float64Array;
  readonly heldOut: Float64Array;
  /** The samples and examples themselves. */
  readonly points: { readonly samples: Points; readonly heldOut: Points; readonly training: Points };
}

/** As many samples as held-out examples, as the decoder gives them. @throws UserError measure.noReference, measure.tooFewExamples */
export const trainingDistances = perContext(distancesTo);

async function distancesTo(context: MeasureContext): Promise<TrainingDistances> {
  const { judged, reference, seed } = context;
  if (!reference) throw new UserError('measure.noReference');
  const count = Math.min(most, judged.count, reference.count);
  if (count < least) throw new UserError('measure.tooFewExamples', { measure: 'novelty', least, examples: count });
  const samples = await drawnExamples(context, count);
  const { dims } = samples;
  const heldOut = pointsAt(
    { values: judged.originals(), dims },
    permutation(judged.count, random(seed, rowSeed)).slice(0, count),
  );
  const training = { values: reference.originals(), dims };
  return {
    samples: await distancesOf(samples, training),
    heldOut: await distancesOf(heldOut, training),
    points: { samples, heldOut, training },
  };
}

/** Of each point to the nearest of others. */
export async function distancesOf(points: Points, others: Points): Promise<Float64Array> {
  return Float64Array.from((await neighboursAmong(points, others, 1)).distances);
}
