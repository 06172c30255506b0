import * as v from 'valibot';
import { likelihoodNames } from './likelihoods';
import { namedValues } from './named-values';

const positiveInteger = v.pipe(v.number(), v.integer(), v.minValue(1));
const tileEdge = v.pipe(positiveInteger, v.maxValue(512));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const nonNegative = v.pipe(v.number(), v.finite(), v.minValue(0));
const positive = v.pipe(v.number(), v.finite(), v.gtValue(0));

export const ColumnRoleChoice = v.picklist(['feature', 'label', 'id', 'ignore']);
/** What a person may want a column of a table to be. `id`: it describes the rows, and the model does not see it. */
export type ColumnRoleChoice = v.InferOutput<typeof ColumnRoleChoice>;

/** How text becomes examples. */
export const TextConfig = v.strictObject({
  column: v.optional(
    v.pipe(v.string(), v.description('A column of a table, to read its cells as texts and nothing else.')),
  ),
  mode: v.optional(
    v.pipe(v.picklist(['lines', 'windows']), v.description('Each line is an example, or each `length` characters.')),
  ),
  length: v.optional(v.pipe(positiveInteger, v.maxValue(1024), v.description('Characters per example.'))),
});

/** Which data, and how to read them. Paths are absolute once a request is resolved; `builtin:NAME` needs no file. */
export const DataConfig = v.strictObject({
  source: v.pipe(v.string(), v.minLength(1), v.description('A file or folder, or builtin:digits or builtin:shapes.')),
  labels: v.optional(v.pipe(v.string(), v.description('A label file (images), or the column that labels the rows.'))),
  array: v.optional(
    v.pipe(v.string(), v.description('The array of an .npz or safetensors file, or the column of vectors, to read.')),
  ),
  ignore: v.optional(v.pipe(v.array(v.string()), v.description('Columns of a table to leave out.'))),
  roles: v.optional(
    v.pipe(
      namedValues(ColumnRoleChoice),
      v.description(
        'What columns of a table are, by name: feature (the model sees it), label, id (it only describes the rows) or ignore.',
      ),
    ),
  ),
  missing: v.optional(
    v.pipe(
      v.picklist(['impute', 'drop']),
      v.description('Missing cells of a table: impute (the mean of the column) or drop (leave those rows out).'),
    ),
  ),
  imageSize: v.optional(
    v.pipe(positiveInteger, v.maxValue(512), v.description('Edge, in pixels, of images read from a folder.')),
  ),
  colour: v.optional(v.pipe(v.picklist(['grey', 'colour']), v.description('How to read images of a folder.'))),
  text: v.optional(
    v.pipe(
      TextConfig,
      v.description('How to read a text file, or a column of texts; decided by the text where left out.'),
    ),
  ),
  tile: v.optional(
    v.pipe(
      v.union([tileEdge, v.tuple([tileEdge, tileEdge])]),
      v.description('Size of the pictures on a sheet (one image file): height and width in pixels, or one number.'),
    ),
  ),
  limit: v.optional(v.pipe(positiveInteger, v.description('Use at most this many examples: the first or a sample.'))),
  exclude: v.optional(
    v.pipe(
      v.string(),
      v.minLength(1),
      v.description(
        'A list of examples to leave out (*.exclude.json), as the panel writes it for the data as they are read here.',
      ),
    ),
  ),
  memory: v.optional(
    v.pipe(
      positiveInteger,
      v.description(
        "Memory for examples, in MB: what needs more is read from disk while training. A quarter of the machine's where left out.",
      ),
    ),
  ),
});
export type DataConfig = v.InferOutput<typeof DataConfig>;

export const PosteriorConfig = v.strictObject({
  name: v.optional(
    v.pipe(
      v.picklist(['diagonal', 'full-covariance', 'planar', 'iaf', 'quantised', 'scalar-quantised', 'gumbel']),
      v.description(
        'q(z|x): a Gaussian with independent dimensions, one with a full covariance, one that goes through planar or inverse autoregressive flows; or discrete codes: vectors of a learned codebook (VQ-VAE), numbers rounded to levels (FSQ), categorical variables (Gumbel-softmax).',
      ),
    ),
  ),
  layers: v.optional(
    v.pipe(positiveInteger, v.maxValue(64), v.description('Flows of the posterior, one after another.')),
  ),
  width: v.optional(
    v.pipe(positiveInteger, v.maxValue(4096), v.description('Units of the hidden layer of each autoregressive flow.')),
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

/** The network. Dense: `hidden` are the encoder's layer widths. Conv: filters of its stride-2 stages. The decoder mirrors it. */
export const ModelConfig = v.strictObject({
  kind: v.pipe(v.picklist(['vae', 'ae']), v.description('A variational autoencoder, or a plain autoencoder.')),
  architecture: v.pipe(
    v.picklist(['dense', 'conv']),
    v.description('Dense layers, or convolutions (images and text).'),
  ),
  hidden: v.pipe(
    v.array(positiveInteger),
    v.maxLength(8),
    v.description('Units of each dense layer, or filters of each convolution.'),
  ),
  latent: v.pipe(positiveInteger, v.maxValue(1024), v.description('Dimensions of the latent space.')),
  activation: v.pipe(
    v.picklist(['relu', 'elu', 'tanh', 'softplus']),
    v.description('Activation of the hidden layers.'),
  ),
  likelihood: v.pipe(
    v.picklist(likelihoodNames),
    v.description(
      'p(x|z). Pixels: Bernoulli, continuous Bernoulli, discretised logistic. Pixels and numbers: Gaussian of fixed or of learned variance. Tables: mixed (Gaussian for numbers, categorical for categories). Text: categorical. Counts: Poisson, negative binomial, with more zeros (zero-inflated).',
    ),
  ),
  variance: v.pipe(positive, v.description('The variance of the Gaussian likelihood while it is fixed.')),
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
});
export type ModelConfig = v.InferOutput<typeof ModelConfig>;

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
  corruption: v.optional(CorruptionConfig),
  samples: v.optional(
    v.pipe(
      positiveInteger,
      v.maxValue(1000),
      v.description(
        'Draws of z for each example, 1 where left out; more make the bound of log p(x) tighter (IWAE), at their cost.',
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

export const Augmentation = v.strictObject({
  flip: v.optional(v.pipe(v.boolean(), v.description('Mirrors images left to right in one of two cases.'))),
  shift: v.optional(v.pipe(count, v.maxValue(64), v.description('Moves images by up to so many pixels each way.'))),
});
export type Augmentation = v.InferOutput<typeof Augmentation>;

export const OptimizerName = v.picklist(['adam', 'adamw', 'adamax', 'sgd', 'rmsprop']);
export type OptimizerName = v.InferOutput<typeof OptimizerName>;

export const OptimizerConfig = v.strictObject({
  name: v.optional(
    v.pipe(OptimizerName, v.description('What changes the weights by their gradients; Adam where it is left out.')),
  ),
  weightDecay: v.optional(
    v.pipe(nonNegative, v.description('Share of the weights, times the step size, that AdamW takes off at each step.')),
  ),
  momentum: v.optional(
    v.pipe(
      nonNegative,
      v.maxValue(0.999),
      v.description('Share of the last step that SGD (0.9) and RMSProp (0) take again.'),
    ),
  ),
  clipNorm: v.optional(
    v.pipe(positive, v.description('The largest norm of all gradients together; larger ones are scaled down to it.')),
  ),
});
export type OptimizerConfig = v.InferOutput<typeof OptimizerConfig>;

export const TrainingConfig = v.strictObject({
  epochs: v.pipe(
    positiveInteger,
    v.description('Passes over the training data; each may consist of several, by `passes`.'),
  ),
  passes: v.optional(
    v.pipe(
      positiveInteger,
      v.description('Passes over the training data in one epoch, 1 where left out: for small data.'),
    ),
  ),
  augment: v.optional(
    v.pipe(Augmentation, v.description('How images are changed by chance each time that they are trained on.')),
  ),
  batchSize: v.pipe(positiveInteger, v.description('Examples per training step.')),
  optimizer: v.optional(v.pipe(OptimizerConfig, v.description('How the weights are changed by their gradients.'))),
  learningRate: v.pipe(positive, v.description('Step size of the optimiser, at the beginning.')),
  schedule: v.pipe(
    v.picklist(['cosine', 'constant', 'step', 'one-cycle']),
    v.description(
      'How the step size goes on: down to 0 along a cosine, as it is, to a tenth at half and at three quarters, or up and down in one cycle.',
    ),
  ),
  warmUpEpochs: v.optional(
    v.pipe(nonNegative, v.description('Epochs over which the step size rises linearly from 0; 0 where left out.')),
  ),
  seed: v.pipe(count, v.maxValue(2 ** 31 - 1), v.description('Same seed, same run.')),
  validationSplit: v.pipe(
    nonNegative,
    v.maxValue(0.9),
    v.description('Share of the examples held out for validation.'),
  ),
  patience: v.pipe(
    count,
    v.description('Stop after this many epochs without a better validation loss; 0 never stops early.'),
  ),
});
export type TrainingConfig = v.InferOutput<typeof TrainingConfig>;

export const BackendChoice = v.picklist(['auto', 'tensorflow', 'wasm', 'cpu']);
export type BackendChoice = v.InferOutput<typeof BackendChoice>;

export const PresetName = v.picklist(['classic', 'explore', 'conv', 'photos', 'text']);
export type PresetName = v.InferOutput<typeof PresetName>;

export const FamilyName = v.picklist([
  'vae',
  'sigma-vae',
  'iwae',
  'vamp-vae',
  'beta-vae',
  'capacity-vae',
  'beta-tcvae',
  'factor-vae',
  'dip-vae-i',
  'dip-vae-ii',
  'info-vae',
  'ae',
  'dae',
  'sparse-ae',
  'contractive-ae',
  'wae-mmd',
  'aae',
  'vq-vae',
  'fsq',
  'gumbel-vae',
]);
/** A model that people cite; what it is made of is in src/families. */
export type FamilyName = v.InferOutput<typeof FamilyName>;

/** Everything that determines a run, complete. Kept in its `run.json`. */
export const RunConfig = v.strictObject({
  preset: PresetName,
  /** Whose settings it began with. */
  family: v.optional(FamilyName),
  data: DataConfig,
  model: ModelConfig,
  objective: ObjectiveConfig,
  training: TrainingConfig,
  backend: BackendChoice,
});
export type RunConfig = v.InferOutput<typeof RunConfig>;

/**
 * What a person asks for: the data, and what differs from a preset. The content of a `*.latent.json` file, where
 * a relative `data` path starts at the file's folder.
 */
export const RunRequest = v.strictObject({
  $schema: v.optional(v.string()),
  name: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(80), v.description('What to call the run.'))),
  data: v.union([
    v.pipe(v.string(), v.minLength(1), v.description('A file or folder, or builtin:digits or builtin:shapes.')),
    DataConfig,
  ]),
  preset: v.optional(v.pipe(PresetName, v.description('Where the settings not given here come from.'))),
  family: v.optional(
    v.pipe(FamilyName, v.description('A model of the literature: what makes it one, on top of the preset.')),
  ),
  model: v.optional(v.partial(ModelConfig)),
  objective: v.optional(v.partial(ObjectiveConfig)),
  training: v.optional(v.partial(TrainingConfig)),
  backend: v.optional(v.pipe(BackendChoice, v.description('What computes; auto takes the fastest that works.'))),
});
export type RunRequest = v.InferOutput<typeof RunRequest>;
