import * as v from 'valibot';
import { nonNegative, positive, positiveInteger } from './numbers';

/** The most layers that a ladder has. */
export const mostLayers = 8;

export const PosteriorConfig = v.strictObject({
  name: v.optional(
    v.pipe(
      v.picklist(['diagonal', 'full-covariance', 'planar', 'iaf', 'ladder', 'quantised', 'scalar-quantised', 'gumbel']),
      v.description(
        'q(z|x): a Gaussian with independent dimensions, one with a full covariance, one that goes through planar or inverse autoregressive flows; layers, one above the other (ladder VAE); or discrete codes: vectors of a learned codebook (VQ-VAE), numbers rounded to levels (FSQ), categorical variables (Gumbel-softmax).',
      ),
    ),
  ),
  layers: v.optional(
    v.pipe(positiveInteger, v.maxValue(64), v.description('Flows of the posterior, one after another.')),
  ),
  width: v.optional(
    v.pipe(
      positiveInteger,
      v.maxValue(4096),
      v.description(
        'Units of the hidden layer of each autoregressive flow, or between the layers of a ladder, 64 usually.',
      ),
    ),
  ),
  top: v.optional(
    v.pipe(
      positiveInteger,
      v.maxValue(1023),
      v.description('Latent dimensions of the top layer of a ladder of two, the last ones; a third of all usually.'),
    ),
  ),
  sizes: v.optional(
    v.pipe(
      v.array(v.pipe(positiveInteger, v.maxValue(1023))),
      v.minLength(2),
      v.maxLength(mostLayers),
      v.description(
        'Latent dimensions of each layer of a ladder of any number of them, the lowest first: latent in all.',
      ),
    ),
  ),
  codes: v.optional(v.pipe(positiveInteger, v.maxValue(65_536), v.description('Vectors in the codebook, 64 usually.'))),
  groups: v.optional(
    v.pipe(
      positiveInteger,
      v.maxValue(1024),
      v.description(
        'Vectors of the codebook that a code consists of, 1 usually: the latent dimensions in equal parts.',
      ),
    ),
  ),
  places: v.optional(
    v.pipe(
      v.boolean(),
      v.description(
        'Of convolutions: the latent dimensions are those of the places of the smallest feature map, the same number at each.',
      ),
    ),
  ),
  commitment: v.optional(
    v.pipe(nonNegative, v.description('What holds the encoder to the codes that it has chosen, 0.25 usually.')),
  ),
  decay: v.optional(
    v.pipe(
      nonNegative,
      v.maxValue(0.9999),
      v.description('Share of a running mean of the codebook that a step keeps, 0.99 usually.'),
    ),
  ),
  levels: v.optional(
    v.pipe(
      v.array(v.pipe(positiveInteger, v.maxValue(1024))),
      v.minLength(1),
      v.maxLength(1024),
      v.description('Levels of each latent dimension in turn, 5 usually; fewer numbers than dimensions are repeated.'),
    ),
  ),
  classes: v.optional(
    v.pipe(
      positiveInteger,
      v.maxValue(1024),
      v.description('Classes of each categorical variable, 10 usually: so many latent dimensions are one variable.'),
    ),
  ),
  temperature: v.optional(
    v.pipe(positive, v.description('How soft the draws of the variables are at the beginning, 1 usually.')),
  ),
  lastTemperature: v.optional(
    v.pipe(positive, v.description('The temperature below which it does not fall, 0.5 usually.')),
  ),
  cooling: v.optional(
    v.pipe(nonNegative, v.description('The rate of the exponential fall of the temperature, per epoch, 0.1 usually.')),
  ),
});
export type PosteriorConfig = v.InferOutput<typeof PosteriorConfig>;

export const PriorConfig = v.strictObject({
  name: v.optional(
    v.pipe(
      v.picklist(['standard', 'mixture', 'vamp', 'realnvp']),
      v.description(
        'p(z): N(0, I), a mixture of Gaussians, the mixture of the posteriors of learned inputs (VampPrior), or a flow (RealNVP).',
      ),
    ),
  ),
  components: v.optional(
    v.pipe(positiveInteger, v.maxValue(1000), v.description('Gaussians of the mixture, or learned inputs.')),
  ),
  layers: v.optional(v.pipe(positiveInteger, v.maxValue(64), v.description("Coupling layers of the prior's flow."))),
  width: v.optional(
    v.pipe(positiveInteger, v.maxValue(4096), v.description('Units of the hidden layer of each coupling layer.')),
  ),
});
export type PriorConfig = v.InferOutput<typeof PriorConfig>;
