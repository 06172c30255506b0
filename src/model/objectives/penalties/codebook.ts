import * as tf from '@tensorflow/tfjs';
import { type Codebook, perplexity, type QuantisedPosterior } from '../../posteriors/quantised';
import { joinRows } from '../../rows';
import type { Batch } from '../batch';
import type { Penalty } from '../penalty';

/**
 * What a VQ-VAE adds to -log p(x|e) (van den Oord et al. 2017, arXiv 1711.00937, equation 3): ||z - sg(e)||^2, which holds
 * the encoder to the codes that it chooses. In place of the equation's second term, the codebook follows by running means.
 */
export function commitment(codebook: Codebook): Penalty {
  return {
    term: 'commitment',
    weight: codebook.config.commitment,
    of: (batch) => tf.mean(joinRows(quantised(batch).map(({ distance }) => distance))),
    updates: (batch) =>
      codebook.learn(
        quantised(batch),
        batch.passes.map(({ noise }) => noise),
      ),
  };
}

/** How many codes a batch uses: those that are used alike would be so many. */
export const codebookPerplexity: Penalty = {
  term: 'perplexity',
  weight: 0,
  of: (batch) => perplexity(joinRows(quantised(batch).map(({ choices }) => choices))),
};

function quantised({ passes }: Batch): readonly QuantisedPosterior[] {
  return passes.map(({ posterior }) => posterior as QuantisedPosterior);
}
