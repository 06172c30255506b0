import { families } from '../families';
import { type Field, fields } from './fields';
import { termNames, termTitle } from './terms';

/** What settings are called where their own names do not say it. In English, to be translated where they are shown. */
const names: Readonly<Record<string, string>> = {
  'data.source': 'Data set',
  'data.labels': 'Labels',
  'data.roles': 'Columns',
  'data.ignore': 'Columns to leave out',
  'data.missing': 'Missing cells',
  'data.imageSize': 'Image size',
  'data.colour': 'Image colours',
  'data.text.column': 'Text column',
  'data.text.mode': 'Text examples',
  'data.text.length': 'Text length',
  'data.text.symbols': 'Text symbols',
  'data.text.vocabulary': 'Vocabulary',
  'data.tile': 'Size of pictures on a sheet',
  'data.validation.source': 'Data to validate with',
  'data.validation.labels': 'Labels of the data to validate with',
  'data.validation.array': 'Array of the data to validate with',
  'data.limit': 'Most examples',
  'data.take': 'Which examples',
  'data.exclude': 'Examples to leave out',
  'data.memory': 'Memory for examples (MB)',
  'model.kind': 'Kind of model',
  'model.hidden': 'Hidden layers',
  'model.latent': 'Latent dimensions',
  'model.likelihood': 'Likelihood p(x|z)',
  'model.variance': 'Fixed variance',
  'model.linearPath': 'Linear path',
  'model.classes': 'Classes',
  'model.posterior.name': 'Posterior q(z|x)',
  'model.posterior.layers': 'Flows of the posterior',
  'model.posterior.width': 'Units of its hidden layer',
  'model.posterior.top': 'Dimensions of the top layer',
  'model.posterior.sizes': 'Dimensions of each layer',
  'model.prior.name': 'Prior p(z)',
  'model.prior.components': 'Components of the prior',
  'model.prior.layers': 'Coupling layers of the prior',
  'model.prior.width': 'Units of each coupling layer',
  'model.posterior.codes': 'Vectors in the codebook',
  'model.posterior.groups': 'Vectors of a code',
  'model.posterior.places': 'Codes at each place',
  'model.posterior.decay': 'Decay of the running means',
  'model.posterior.cooling': 'Cooling per epoch',
  'model.transformer.width': 'Width of the transformer',
  'model.gru.width': 'Width of the embedding',
  'model.gru.symbolDropout': 'Symbols left out in training',
  'model.gru.temperature': 'Temperature of writing',
  'model.transformer.heads': 'Heads of attention',
  'model.transformer.symbolDropout': 'Symbols left out in training',
  'model.transformer.temperature': 'Temperature of writing',
  'model.residual.groups': 'Groups of the normalisation',
  'model.embedding.above': 'Embed columns of more categories than',
  'model.embedding.width': 'Width of embedded columns',
  'training.passes': 'Passes per epoch',
  'training.augment.flip': 'Mirror images',
  'training.augment.shift': 'Shift images',
  'objective.warmUpEpochs': 'Warm-up epochs',
  'objective.annealing': 'Rise of beta',
  'objective.cycles': 'Rises of beta',
  'objective.capacity.nats': 'Capacity of the KL (nats)',
  'objective.capacity.epochs': 'Epochs until the capacity',
  'objective.totalCorrelation.weight': 'Weight of the total correlation',
  'objective.totalCorrelation.by': 'Estimate of the total correlation',
  'objective.covariance.of': 'Covariance of',
  'objective.covariance.offDiagonal': 'Weight of covariances',
  'objective.covariance.diagonal': 'Weight of variances',
  'objective.mmd.weight': 'Weight of the mean discrepancy',
  'objective.mmd.kernel': 'Kernel of the mean discrepancy',
  'objective.adversarial.weight': 'Weight of the discriminator',
  'objective.gan.weight': 'Weight of the GAN',
  'objective.gan.features': 'Weight of the feature error',
  'objective.gan.pixels': 'Weight of the pixels beside it',
  'objective.sparsity.weight': 'Weight of sparsity',
  'objective.sparsity.by': 'Kind of sparsity',
  'objective.sparsity.target': 'Share of examples for a unit',
  'objective.contraction.weight': 'Weight of contraction',
  'objective.classification.weight': 'Weight of the classification',
  'objective.corruption.by': 'Kind of corruption',
  'objective.corruption.amount': 'Amount of corruption',
  'objective.samples': 'Draws of z for each example',
  'objective.gradient': 'Gradient of several draws',
  'training.schedule': 'Learning rate schedule',
  'training.plateau.factor': 'Factor of a plateau',
  'training.plateau.patience': 'Patience of a plateau (epochs)',
  'training.monitor': 'Best epoch by',
  'training.validation.column': 'Column of the split',
  'training.validation.stratified': 'Stratified by label',
  'training.balance': 'Balance of labels',
  'training.ema': 'Running mean of the weights (EMA)',
  'objective.binarised': 'Dynamic binarisation',
  'training.warmUpEpochs': 'Warm-up of the learning rate (epochs)',
  'training.optimizer.name': 'Optimiser',
  'training.optimizer.clipNorm': 'Largest norm of gradients',
  'training.optimizer.convention': 'Form of the optimiser as in',
  'training.optimizer.epsilon': 'Epsilon of the optimiser',
  'training.batchGrowth.every': 'Epochs until batches grow',
  'training.batchGrowth.factor': 'Growth of batches',
  'training.batchGrowth.largest': 'Largest batch',
  'training.optimizer.beta1': 'Decay of the mean of gradients (beta1)',
  'training.optimizer.beta2': 'Decay of the mean of squares (beta2)',
  'training.players.discriminator.learningRate': 'Learning rate of the discriminator',
  'training.players.discriminator.every': 'Steps from one of the discriminator to the next',
  'training.players.discriminator.optimizer.name': 'Optimiser of the discriminator',
  'training.players.discriminator.optimizer.convention': "Form of the discriminator's optimiser as in",
  'training.players.discriminator.optimizer.epsilon': "Epsilon of the discriminator's optimiser",
  'training.players.discriminator.optimizer.weightDecay': 'Weight decay of the discriminator',
  'training.players.discriminator.optimizer.momentum': 'Momentum of the discriminator',
  'training.players.discriminator.optimizer.beta1': 'beta1 of the discriminator',
  'training.players.discriminator.optimizer.beta2': 'beta2 of the discriminator',
  'training.players.discriminator.optimizer.clipNorm': "Largest norm of the discriminator's gradients",
  'training.splitSeed': 'Seed of what is held out',
  'training.keepWeights.epochs': 'Weights kept of epochs',
  'training.keepWeights.every': 'Epochs from one to the next',
  'training.keepWeights.precision': 'Precision of weights of epochs',
  from: 'Weights of a run',
  name: 'Name of the run',
};

const optimizers = { adamw: 'AdamW', sgd: 'SGD', rmsprop: 'RMSProp' };
const conventions = { tensorflow: 'TensorFlow', keras: 'Keras', pytorch: 'PyTorch' };

/** What choices are called, by setting. */
const choices: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'data.missing': { impute: 'Impute the mean', drop: 'Drop the rows' },
  'data.take': { sample: 'A sample of all', first: 'The first ones' },
  'data.colour': { grey: 'In grey', colour: 'In colour' },
  'data.text.symbols': {
    characters: 'Characters',
    graphemes: 'Graphemes',
    words: 'Words',
    'byte-pairs': 'Byte pairs (parts of words)',
  },
  'data.text.mode': { lines: 'One for each line', windows: 'One for each stretch of characters' },
  'model.kind': { vae: 'Variational autoencoder (VAE)', ae: 'Plain autoencoder' },
  'model.architecture': {
    dense: 'Dense layers',
    conv: 'Convolutions',
    residual: 'Residual convolutions',
    transformer: 'Transformer (text)',
    gru: 'Gated recurrent units (text)',
  },
  'model.activation': { relu: 'ReLU', elu: 'ELU', tanh: 'tanh', softplus: 'softplus' },
  'model.likelihood': {
    gaussian: 'Gaussian of fixed variance',
    'gaussian-learned': 'Gaussian whose variance is learned',
    'continuous-bernoulli': 'Continuous Bernoulli (shades of pixels)',
    'discretised-logistic': 'Discretised logistic (8-bit pixels)',
    mixed: 'Gaussian for numbers, categorical for categories',
    poisson: 'Poisson (counts)',
    'negative-binomial': 'Negative binomial (counts)',
    'zero-inflated-negative-binomial': 'Zero-inflated negative binomial (counts)',
  },
  'model.classes': { given: 'Given to the model (conditional VAE)', inferred: 'Inferred where missing (M2)' },
  'objective.annealing': { linear: 'Along a line', sigmoid: 'Along a sigmoid', cyclical: 'Again and again' },
  'objective.totalCorrelation.by': {
    sampling: 'From the batch (beta-TCVAE)',
    discriminator: 'By a discriminator (FactorVAE)',
  },
  'objective.covariance.of': { means: 'Means of codes (DIP-VAE-I)', samples: 'Draws of codes (DIP-VAE-II)' },
  'objective.sparsity.by': { l1: 'Absolute values', kl: 'How often units are on' },
  'objective.corruption.by': {
    masking: 'Numbers set to 0',
    gaussian: 'Noise added',
    'salt-and-pepper': 'Pixels set to 0 or 1',
  },
  family: Object.fromEntries(families.map(({ name, title }) => [name, title])),
  'model.posterior.name': {
    diagonal: 'Gaussian with independent dimensions',
    'full-covariance': 'Gaussian with a full covariance',
    planar: 'Planar flows',
    iaf: 'Inverse autoregressive flows (IAF)',
    ladder: 'Layers (ladder VAE)',
    quantised: 'Vectors of a codebook (VQ-VAE)',
    'scalar-quantised': 'Numbers in levels (FSQ)',
    gumbel: 'Categorical variables (Gumbel-softmax)',
  },
  'model.prior.name': {
    standard: 'Standard normal N(0, I)',
    mixture: 'Mixture of Gaussians',
    vamp: 'Mixture of posteriors (VampPrior)',
    realnvp: 'Flow (RealNVP)',
  },
  'objective.gradient': { standard: 'As it is', 'doubly-reparameterised': 'Doubly reparameterised (DReG)' },
  'training.schedule': {
    cosine: 'Down to 0 along a cosine',
    step: 'To a tenth at half and at three quarters',
    'one-cycle': 'Up and down in one cycle',
    plateau: 'Down at each plateau',
  },
  'training.monitor': {
    loss: 'Loss',
    ...Object.fromEntries(termNames.map((name) => [name, termTitle(name)])),
  },
  'training.optimizer.name': optimizers,
  'training.players.discriminator.optimizer.name': optimizers,
  'training.optimizer.convention': conventions,
  'training.players.discriminator.optimizer.convention': conventions,
  'training.keepWeights.epochs': {
    best: 'Best and newest alone',
    powers: 'After 1, 2, 4, 8 … epochs',
    every: 'After every so many epochs',
  },
  'training.keepWeights.precision': { float32: 'Exact (float32)', float16: 'Half the room (float16)' },
  preset: { conv: 'Convolutional' },
  backend: { auto: 'The fastest that works', tensorflow: 'TensorFlow', wasm: 'WebAssembly', cpu: 'Plain JavaScript' },
};

/** What a setting is called, in English: its own name in words, where nothing else is said. */
export function fieldName({ key, path }: Field): string {
  return names[key] ?? inWords(path[path.length - 1]);
}

/** What a choice is called, in English. */
export function choiceName({ key }: Field, choice: string): string {
  return choices[key]?.[choice] ?? inWords(choice);
}

/** Every text of settings that people see. */
export function fieldTexts(): readonly string[] {
  return fields.flatMap((field) => [
    fieldName(field),
    ...(field.description === '' ? [] : [field.description]),
    ...field.choices.map((choice) => choiceName(field, choice)),
  ]);
}

/** `learningRate`: Learning rate. `gaussian-learned`: Gaussian learned. */
function inWords(name: string): string {
  const words = name.replace(/([a-z\d])([A-Z])/g, (_, end: string, start: string) => `${end} ${start.toLowerCase()}`);
  const spaced = words.replaceAll('-', ' ');
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
