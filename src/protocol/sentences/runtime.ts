/** About backends, native libraries and processes. */
export const runtimeSentences = {
  'process.closed': 'The trainer stopped unexpectedly ({reason}). Finished epochs are kept; resume the run to go on.',
  'process.cancelled': 'The request was cancelled.',
  'backend.missing':
    "TensorFlow's native library is not installed for this machine. Install the package of Latent Lens for this platform, or set the backend to auto.",
  'backend.broken':
    "TensorFlow's native library does not load ({reason}). Install it again, or set the backend to auto.",
  'backend.old-processor':
    "TensorFlow's native library needs a processor with AVX, and this one has none. Set the backend to auto.",
  'backend.wasm-broken': 'WebAssembly does not start in this process. Set the backend to auto or cpu.',
  'backend.fallback-missing':
    "TensorFlow's native library is not installed for this machine, so that the slower {backend} backend runs. Install the package of Latent Lens for this platform, and training is many times faster.",
  'backend.fallback-broken':
    "TensorFlow's native library does not load ({reason}), so that the slower {backend} backend runs. Install it again, and training is many times faster.",
  'backend.fallback-old-processor':
    "TensorFlow's native library needs a processor with AVX, which this one lacks, so that the slower {backend} backend runs.",
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
