import * as v from 'valibot';
import { likelihoodNames } from '../likelihoods';
import { PosteriorConfig, PriorConfig } from './latents';
import { EmbeddingConfig, GruConfig, ResidualConfig, TransformerConfig } from './network';
import { nonNegative, positive, positiveInteger } from './numbers';

/**
 * The network. Dense: `hidden` are the encoder's layer widths. Conv and residual: filters of its stride-2 stages. Transformer: units
 * of the feed-forward layer of each block. GRU: widths of its recurrent layers. The decoder mirrors it.
 */
export const ModelConfig = v.strictObject({
  kind: v.pipe(v.picklist(['vae', 'ae']), v.description('A variational autoencoder, or a plain autoencoder.')),
  architecture: v.pipe(
    v.picklist(['dense', 'conv', 'residual', 'transformer', 'gru']),
    v.description(
      'Dense layers; convolutions, or residual ones with group normalisation (images and text); or a transformer or gated recurrent units (text), whose decoders write symbol by symbol.',
    ),
  ),
  hidden: v.pipe(
    v.array(positiveInteger),
    v.maxLength(8),
    v.description('Units of each dense or recurrent layer or transformer block, or filters of each convolution.'),
  ),
  latent: v.pipe(positiveInteger, v.maxValue(1024), v.description('Dimensions of the latent space.')),
  activation: v.pipe(
    v.picklist(['relu', 'elu', 'tanh', 'softplus']),
    v.description('Activation of the hidden layers.'),
  ),
  initialisation: v.optional(
    v.pipe(
      v.picklist(['lecun', 'glorot']),
      v.description(
        'How wide the first weights of dense layers and convolutions are drawn: by what a unit reads (LeCun), or by that and what reads it (Glorot).',
      ),
    ),
  ),
  outputBias: v.optional(
    v.pipe(
      v.picklist(['zero', 'mean']),
      v.description(
        'Where the biases of the output begin: at 0, or so that each pixel has its mean over the training data (Bernoulli).',
      ),
    ),
  ),
  dropout: v.optional(
    v.pipe(
      nonNegative,
      v.maxValue(0.9),
      v.description('Share of the hidden units that is dropped at each step of training; 0 where left out.'),
    ),
  ),
  likelihood: v.pipe(
    v.picklist(likelihoodNames),
    v.description(
      'p(x|z). Pixels: Bernoulli, continuous Bernoulli, discretised logistic. Pixels and numbers: Gaussian of fixed or of learned variance. Tables: mixed (Gaussian for numbers, categorical for categories). Text: categorical. Counts: Poisson, negative binomial, with more zeros (zero-inflated).',
    ),
  ),
  variance: v.pipe(positive, v.description('The variance of the Gaussian likelihood while it is fixed.')),
  classes: v.optional(
    v.pipe(
      v.picklist(['given', 'inferred']),
      v.description(
        "What class an example is of, by the data's label: given to encoder and decoder (conditional VAE), or inferred where it is missing (M2).",
      ),
    ),
  ),
  linearPath: v.optional(
    v.pipe(
      v.boolean(),
      v.description(
        'A linear way from images to codes and back beside the network, which begins at their principal components. With a Gaussian likelihood.',
      ),
    ),
  ),
  posterior: v.optional(v.pipe(PosteriorConfig, v.description('The distribution q(z|x) of codes given an example.'))),
  prior: v.optional(v.pipe(PriorConfig, v.description('The distribution p(z) that codes are drawn from.'))),
  transformer: v.optional(v.pipe(TransformerConfig, v.description('Sizes of a transformer, and how it writes.'))),
  gru: v.optional(v.pipe(GruConfig, v.description('Sizes of gated recurrent units, and how they write.'))),
  residual: v.optional(v.pipe(ResidualConfig, v.description('What residual convolutions have beside filters.'))),
  embedding: v.optional(v.pipe(EmbeddingConfig, v.description('How columns of many categories are read.'))),
});
export type ModelConfig = v.InferOutput<typeof ModelConfig>;
