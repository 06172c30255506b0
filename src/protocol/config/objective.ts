import * as v from 'valibot';
import { nonNegative, positive, positiveInteger } from './numbers';

/** A weight of 0, like one that is left out, adds nothing. */
const weightOf = (description: string) => v.optional(v.pipe(nonNegative, v.description(description)));

export const CorruptionConfig = v.strictObject({
  by: v.optional(
    v.pipe(
      v.picklist(['masking', 'gaussian', 'salt-and-pepper']),
      v.description('How inputs are changed by chance: numbers set to 0, noise added, or pixels set to 0 or 1.'),
    ),
  ),
  amount: v.optional(
    v.pipe(nonNegative, v.description('Share of the numbers that are changed; of noise its standard deviation.')),
  ),
});
export type CorruptionConfig = v.InferOutput<typeof CorruptionConfig>;

export const ObjectiveConfig = v.strictObject({
  beta: v.pipe(nonNegative, v.description('Weight of the KL divergence (beta-VAE); 1 gives the ELBO.')),
  warmUpEpochs: v.pipe(nonNegative, v.description('Epochs over which beta rises from 0.')),
  annealing: v.optional(
    v.pipe(
      v.picklist(['linear', 'sigmoid', 'cyclical']),
      v.description('How beta rises: along a line, along a sigmoid, or again and again along lines.'),
    ),
  ),
  cycles: v.optional(
    v.pipe(positiveInteger, v.description('How often beta rises, 4 where left out; each time it stays as long.')),
  ),
  freeBits: v.pipe(nonNegative, v.description('Nats of KL per latent dimension that cost nothing.')),
  capacity: v.optional(
    v.strictObject({
      nats: v.optional(
        v.pipe(
          positive,
          v.description('The KL that codes are to have in the end: beta weighs how far it is from that.'),
        ),
      ),
      epochs: v.optional(v.pipe(nonNegative, v.description('Epochs over which this rises from 0.'))),
    }),
  ),
  totalCorrelation: v.optional(
    v.strictObject({
      weight: weightOf(
        'Weight of the total correlation between latent dimensions, beside the KL: beta - 1 of beta-TCVAE, gamma of FactorVAE.',
      ),
      by: v.optional(
        v.pipe(
          v.picklist(['sampling', 'discriminator']),
          v.description('How it is estimated: from the batch (beta-TCVAE), or by a discriminator (FactorVAE).'),
        ),
      ),
    }),
  ),
  covariance: v.optional(
    v.strictObject({
      of: v.optional(
        v.pipe(
          v.picklist(['means', 'samples']),
          v.description('Whose covariance: that of the means of codes (DIP-VAE-I), or of draws of them (DIP-VAE-II).'),
        ),
      ),
      offDiagonal: weightOf('Weight of the squared covariances of different latent dimensions.'),
      diagonal: weightOf('Weight of the squared distances of their variances from 1.'),
    }),
  ),
  mmd: v.optional(
    v.strictObject({
      weight: weightOf('Weight of the maximum mean discrepancy between codes and the prior (InfoVAE, WAE-MMD).'),
      kernel: v.optional(
        v.pipe(v.picklist(['inverse-multiquadric', 'gaussian']), v.description('The kernel that compares them.')),
      ),
    }),
  ),
  adversarial: v.optional(
    v.strictObject({
      weight: weightOf('Weight of what a discriminator tells codes from draws from the prior by (AAE).'),
    }),
  ),
  gan: v.optional(
    v.strictObject({
      weight: weightOf(
        'Weight of what the decoder pays for images that a discriminator tells from examples: 1 / gamma of VAE-GAN.',
      ),
      features: weightOf(
        'Weight of the reconstruction error in a hidden layer of this discriminator, 1 where left out.',
      ),
      pixels: weightOf('Weight of the reconstruction error in pixels beside it, 0 where left out.'),
    }),
  ),
  sparsity: v.optional(
    v.strictObject({
      weight: weightOf('Weight of what keeps codes sparse.'),
      by: v.optional(
        v.pipe(
          v.picklist(['l1', 'kl']),
          v.description('How: by the sum of absolute values, or by how often units are on, through a sigmoid.'),
        ),
      ),
      target: v.optional(
        v.pipe(
          positive,
          v.maxValue(0.5),
          v.description('The share of examples for which a unit is on; 0.05 where left out.'),
        ),
      ),
    }),
  ),
  contraction: v.optional(
    v.strictObject({
      weight: weightOf("Weight of the squared norm of the encoder's Jacobian (contractive autoencoder)."),
    }),
  ),
  classification: v.optional(
    v.strictObject({
      weight: weightOf(
        'Weight of the cross-entropy of the labels that are known, where classes are inferred (M2), 50 usually.',
      ),
    }),
  ),
  corruption: v.optional(CorruptionConfig),
  binarised: v.optional(
    v.pipe(
      v.boolean(),
      v.description('Pixels are black or white by chance, anew at each step: as often white as they are bright.'),
    ),
  ),
  samples: v.optional(
    v.pipe(
      positiveInteger,
      v.maxValue(1000),
      v.description(
        'Draws of z for each example, 1 where left out; more make the bound of log p(x) tighter (IWAE), at their cost.',
      ),
    ),
  ),
  bound: v.optional(
    v.pipe(
      v.picklist(['importance', 'elbo']),
      v.description(
        'What several draws of z give: the importance weighted bound (IWAE), or the mean of their ELBOs (a VAE whose gradient has less noise).',
      ),
    ),
  ),
  gradient: v.optional(
    v.pipe(
      v.picklist(['standard', 'doubly-reparameterised']),
      v.description("How several draws give the encoder's gradient: as it is, or with less noise (DReG)."),
    ),
  ),
});
export type ObjectiveConfig = v.InferOutput<typeof ObjectiveConfig>;
