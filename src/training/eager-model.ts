import * as tf from '@tensorflow/tfjs';
import {
  type AdamConstants,
  type AdamSlot,
  type Encoded,
  likelihoodBatch,
  type Measures,
  type StepSums,
  type Steps,
  type Terms,
} from '../compute';
import type { Dataset } from '../dataset/dataset';
import { fillStatelessNormal } from '../graph';
import { scoped } from '../graph/scope';
import type { Autoencoder } from '../model/autoencoder';
import { logLikelihood } from '../model/marginal-likelihood';
import { measures } from '../model/measures';
import { objective } from '../model/objective';
import { applyAdam } from './adam';
import { gatherBatch } from './batches';
import type { Computation, Stepper } from './computation';

/** A model and its data computed operation by operation, on whatever backend there is. */
export class EagerModel implements Computation {
  constructor(
    private readonly model: Autoencoder,
    private readonly dataset: Dataset,
    private readonly freeBits: number,
  ) {}

  encode(indices: Int32Array, rows?: Dataset['values']): Encoded {
    return scoped(() => {
      const { mean, logVar } = this.model.encode(gatherBatch(withRows(this.dataset, rows), indices));
      return {
        means: Float32Array.from(mean.dataSync()),
        logVars: logVar && Float32Array.from(logVar.dataSync()),
      };
    });
  }

  decode(codes: Float32Array): Float32Array {
    return decodeCodes(this.model, codes);
  }

  evaluate(indices: Int32Array, seed: readonly [number, number], beta: number, rows?: Dataset['values']): Terms {
    return scoped(() => readTerms(this.objective(withRows(this.dataset, rows), indices, seed, beta)));
  }

  measure(indices: Int32Array): Measures {
    return scoped(() => {
      const values = measures(this.model, gatherBatch(this.dataset, indices)).dataSync();
      return {
        reconstruction: Float32Array.from(values.subarray(0, indices.length)),
        kl: Float32Array.from(values.subarray(indices.length)),
      };
    });
  }

  logLikelihood(indices: Int32Array, seed: readonly [number, number], rows?: Dataset['values']): Float32Array {
    return scoped(() => {
      const noise = drawNoise(this.model, indices.length * likelihoodBatch.draws, seed);
      const x = gatherBatch(withRows(this.dataset, rows), indices);
      const estimates = logLikelihood(this.model, { x, noise });
      return Float32Array.from(estimates.dataSync());
    });
  }

  training(slots: readonly AdamSlot[], adam: AdamConstants): Stepper {
    return {
      stepsPerCall: () => 1,
      run: (steps) => this.takeSteps(steps, slots, adam),
      dispose: () => undefined,
    };
  }

  dispose(): void {
    // The model and its data are the caller's.
  }

  private takeSteps(
    { batchSize, batches, rows, seeds, betas, rates }: Steps,
    slots: readonly AdamSlot[],
    adam: AdamConstants,
  ): StepSums {
    const dataset = withRows(this.dataset, rows);
    const sums = { steps: 0, loss: 0, reconstruction: 0, kl: 0 };
    for (let i = 0; i < rates.length && Number.isFinite(sums.loss); i++) {
      const indices = batches.subarray(i * batchSize, (i + 1) * batchSize);
      const terms = scoped(() => {
        let terms: Terms | undefined;
        const { grads } = tf.variableGrads(
          () => {
            const computed = this.objective(dataset, indices, [seeds[2 * i], seeds[2 * i + 1]], betas[i]);
            terms = readTerms(computed);
            return computed.loss;
          },
          slots.map(({ variable }) => variable),
        );
        applyAdam(
          slots,
          slots.map(({ variable }) => grads[variable.name]),
          rates[i],
          adam,
        );
        return terms as Terms;
      });
      sums.steps++;
      sums.loss += terms.loss;
      sums.reconstruction += terms.reconstruction;
      sums.kl += terms.kl;
    }
    return sums;
  }

  private objective(dataset: Dataset, indices: Int32Array, seed: readonly [number, number], beta: number) {
    const noise = drawNoise(this.model, indices.length, seed);
    const x = gatherBatch(dataset, indices);
    return objective(this.model, [{ x, noise }], { beta, freeBits: this.freeBits });
  }
}

/** A data set of the same kind with other examples, where they are given. */
function withRows(dataset: Dataset, rows: Dataset['values'] | undefined): Dataset {
  if (!rows) return dataset;
  const width = dataset.values.length / dataset.summary.examples;
  return { ...dataset, summary: { ...dataset.summary, examples: rows.length / width }, values: rows };
}

/** E[x|z] of codes, n x latent: n x features. */
export function decodeCodes(model: Autoencoder, codes: Float32Array): Float32Array {
  const { latent } = model.config;
  return scoped(() => {
    const z = tf.tensor2d(codes, [codes.length / latent, latent]);
    return Float32Array.from(model.outputMean(model.decode(z)).dataSync());
  });
}

/** Noise for one draw of z per example, that which native graphs draw by the same seed; null for a plain autoencoder, which draws none. */
export function drawNoise(model: Autoencoder, examples: number, seed: readonly [number, number]): tf.Tensor2D | null {
  const { kind, latent } = model.config;
  if (kind === 'ae') return null;
  return tf.tensor2d(fillStatelessNormal(new Float32Array(examples * latent), seed), [examples, latent]);
}

function readTerms({ loss, reconstruction, kl }: { loss: tf.Scalar; reconstruction: tf.Scalar; kl: tf.Scalar }): Terms {
  return { loss: loss.dataSync()[0], reconstruction: reconstruction.dataSync()[0], kl: kl.dataSync()[0] };
}
