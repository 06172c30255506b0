import * as tf from '@tensorflow/tfjs';
import { gatherBatch, type LoadedModel, noiseOf } from '../compute';
import type { Dataset } from '../dataset';
import { render } from '../dataset';
import { scoped } from '../graph/scope';
import { numbered } from '../model/classes';
import { reconstructionTerm } from '../model/objectives';
import { repeatRows } from '../model/rows';
import { capabilitiesOf } from '../protocol/capabilities';
import type { Inspection } from '../protocol/trainer';
import { gatherRows } from '../training/batches';
import { exampleLosses } from './example-losses';

/** Draws of z that a single example's ELBO is averaged over. */
const draws = 64;

/** What the model makes of one example: all of an inspection that needs the model. */
export function inspectExample(
  { model, computation }: LoadedModel,
  dataset: Dataset,
  index: number,
): Pick<
  Inspection,
  'original' | 'reconstruction' | 'difference' | 'mean' | 'sigma' | 'klPerDimension' | 'losses' | 'samples'
> {
  const original = gatherRows(dataset, [index]);
  const own = computation.classify(Int32Array.of(index));
  const { likelihood: isDrawn, elbo, klByDimension } = capabilitiesOf(model.config);
  // Where all of q(z|x) is at one code, its ELBO is exact: that code is the mean.
  const sampled = isDrawn ? draws : elbo ? 0 : 1;
  const result = scoped(() => {
    const x = gatherBatch(dataset, [index]);
    const classes = own && numbered(tf.tensor1d(own, 'int32'), model.classes.length);
    const posterior = model.encode(x, { classes });
    const { mean, logVar } = posterior;
    const output = model.decode(model.nearestCode(mean), { classes });
    const samples = Math.max(1, sampled);
    const drawn = posterior.draw(noiseOf(1, [index, 0]), samples);
    const drawnOutput = model.decode(drawn.z, { classes: classes && repeatRows(classes, samples) });
    const reconstructionLoss = tf.mean(reconstructionTerm(model, repeatRows(x, samples), drawnOutput));
    const kl = posterior.isPoint ? null : model.prior.divergence(posterior, drawn);
    return {
      reconstruction: Float32Array.from(output.mean(x).dataSync()),
      mean: Float32Array.from(mean.dataSync()),
      sigma: logVar && Float32Array.from(tf.exp(tf.mul(logVar, 0.5)).dataSync()),
      kls: kl && Float32Array.from(kl.dataSync()),
      reconstructionLoss: reconstructionLoss.dataSync()[0],
    };
  });
  const { reconstruction, mean, sigma, kls, reconstructionLoss } = result;
  const kl = kls?.reduce((sum, value) => sum + value, 0);
  return {
    original: render(original, dataset.encoding),
    reconstruction: render(reconstruction, dataset.encoding),
    difference: original.map((value, i) => value - reconstruction[i]),
    mean,
    sigma,
    klPerDimension: klByDimension ? kls : null,
    losses: exampleLosses(reconstructionLoss, kl),
    samples: sampled,
  };
}
