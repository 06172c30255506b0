/** About backends, native libraries and processes. */
export const runtimeSentences = {
  'process.closed': 'The trainer stopped unexpectedly ({reason}). Finished epochs are kept; resume the run to go on.',
  'process.cancelled': 'The request was cancelled.',
  'model.conv-needs-images':
    'Convolutions work on images only, and these data are numbers in columns. Set the architecture to dense.',
  'model.conv-needs-filters':
    'A convolutional model needs at least one number of filters in hidden, for example [32, 64]. Add it and try again.',
  'model.bernoulli-needs-pixels':
    'The Bernoulli likelihood is for pixels, and these data are numbers in columns. Set the likelihood to gaussian-learned or gaussian.',
  'model.variance-needs-vae':
    'A plain autoencoder has no variance to learn. Set the likelihood to gaussian or bernoulli, or the kind of model to vae.',
  'model.too-large':
    'This model would have more than {millions} million weights. Take smaller images or fewer hidden units, or set the architecture to conv.',
} as const;
