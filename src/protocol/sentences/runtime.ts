/** About backends, native libraries and processes. */
export const runtimeSentences = {
  'process.closed': 'The trainer stopped unexpectedly ({reason}). Finished epochs are kept; resume the run to go on.',
  'process.noMemory':
    'There is not enough memory to go on ({reason}). Close other programs, raise a limit on memory (ulimit -v), or take a smaller model or smaller batches.',
  'process.cancelled': 'The request was cancelled.',
  'backend.missing':
    "TensorFlow's native library is not installed for this machine. Install the package of Latent Lens for this platform, or set the backend to auto.",
  'backend.old-processor':
    "TensorFlow's native library needs a processor with AVX, and this one has none. Set the backend to auto.",
  'backend.wasm-broken': 'WebAssembly does not start in this process. Set the backend to auto or cpu.',
  'backend.wasm-no-room':
    'WebAssembly reserves 10 GB of address space, which this process may not take (ulimit -v). Raise the limit, set NODE_OPTIONS=--disable-wasm-trap-handler in the environment, or set the backend to cpu.',
  'backend.fallback-missing':
    "TensorFlow's native library is not installed for this machine, so that the slower {backend} backend runs. Install the package of Latent Lens for this platform, and training is many times faster.",
  'backend.fallback-broken': '{problem} Until then the slower {backend} backend runs.',
  'backend.fallback-bundled': '{problem} Until then TensorFlow {version} computes, which comes with Latent Lens.',
  'backend.fallback-old-processor':
    "TensorFlow's native library needs a processor with AVX, which this one lacks, so that the slower {backend} backend runs.",
  'backend.variables-left-out':
    'TensorFlow does not work with {names} in the environment, so that it runs without. Correct or remove what sets them.',
  'library.none':
    'There is no TensorFlow library at {path}. Choose the folder of a libtensorflow (with lib and include), or a Python environment with TensorFlow.',
  'library.noInterface':
    'The TensorFlow {version} in {path} lacks the library libtensorflow_cc, which newer releases have. Choose or install a newer TensorFlow.',
  'library.noHeaders':
    'The TensorFlow library in {path} comes without its headers (include/tensorflow/c/c_api.h). Install it whole, or choose another library.',
  'library.notALibrary': '{path} is no shared library ({reason}). Install TensorFlow again, or choose another library.',
  'library.wrongArchitecture':
    '{path} is for processors of the type {actual}, and this process runs on {expected}. Choose a library for {expected}.',
  'library.noCompiler':
    'To use the TensorFlow library in {path}, a binding to it has to be built, and no C++ compiler was found. Install one ({how}), or name one in the environment variable CXX.',
  'library.buildFailed':
    'The binding to the TensorFlow library in {path} could not be built ({reason}). See the log for all of it; choose another library, or another compiler by the environment variable CXX.',
  'library.cacheNotWritable':
    'The binding to the library cannot be kept in {path} ({reason}). Make room or correct the permissions, or name another folder in the environment variable XDG_CACHE_HOME.',
  'library.notLoadable':
    'The TensorFlow library in {path} does not load ({reason}). Install it again, or choose another library.',
  'library.crashes':
    'The TensorFlow library in {path} ends the process that loads it ({reason}). Install it again, or choose another library.',
  'library.computesWrong':
    'The TensorFlow {version} in {path} computes {kernel} of {sizes} wrong on this machine: {actual} instead of {expected}. Choose another library, or another version of it.',
  'library.hangs': 'The TensorFlow library in {path} did not answer within {seconds} seconds. Choose another library.',
  'library.noRoom':
    'TensorFlow needs {needed} GB of address space or more, and this process may take {left} GB (ulimit -v). Raise the limit.',
  'library.onWindows':
    'On Windows the TensorFlow library in {path} cannot be used, only the one that comes with Latent Lens. Leave the setting latentLens.nativeLibrary empty.',
  'model.conv-needs-places':
    'Convolutions work on images and text, and these data are numbers in columns. Set the architecture to dense.',
  'model.conv-needs-filters':
    'A convolutional model needs at least one number of filters in hidden, for example [32, 64]. Add it and try again.',
  'model.bernoulli-needs-pixels':
    'The Bernoulli likelihood is for pixels, and these data are numbers in columns. Set the likelihood to gaussian-learned or gaussian.',
  'model.shades-need-pixels':
    'The likelihoods continuous-bernoulli and discretised-logistic are for pixels, and these data are numbers in columns. Set the likelihood to gaussian-learned or gaussian.',
  'model.counts-need-columns':
    'Likelihoods of counts are for tables and vectors of counts, and these data are images. Set the likelihood to bernoulli, discretised-logistic or gaussian-learned.',
  'model.counts-without-categories':
    'Likelihoods of counts are for counts in every column, and these data have columns of categories among their features. Make these an id or label, leave them out, or set the likelihood to mixed.',
  'model.text-needs-categorical':
    'These data are text, and its characters are neither numbers nor pixels. Set the likelihood to categorical.',
  'model.categorical-needs-text':
    'The categorical likelihood is for text. Set the likelihood to mixed for tables, to bernoulli for images, or to gaussian-learned.',
  'model.mixed-needs-categories':
    'The mixed likelihood is for tables with columns of categories, and these data have none. Set the likelihood to gaussian, or leave it out.',
  'model.embedding-needs-categories':
    'Only columns of categories are embedded, and these data have none. Leave embedding out of the model.',
  'model.variance-needs-vae':
    'A plain autoencoder has no variance to learn. Set the likelihood to gaussian or bernoulli, or the kind of model to vae.',
  'model.linear-needs-pixels':
    'A linear path is for images with a Gaussian likelihood. Leave linearPath out, or set the likelihood to gaussian-learned or gaussian.',
  'objective.correlation-needs-vae':
    'A plain autoencoder has no density that the total correlation could be sampled from. Set totalCorrelation.by to discriminator, or the kind of the model to vae.',
  'objective.capacity-needs-vae':
    'A plain autoencoder has no KL that could have a capacity. Leave capacity out of the objective, or set the kind of the model to vae.',
  'objective.sparsity-needs-ae':
    "How often units are on is kept low for plain autoencoders alone: a VAE's prior pulls codes towards 0, where a sigmoid is on by half. Set sparsity.by to l1.",
  'objective.corruption-needs-numbers': 'Text cannot be corrupted. Leave corruption out of the objective.',
  'objective.salt-needs-images':
    'Only pixels have a least and a greatest value to be set to. Set corruption.by to masking or gaussian.',
  'objective.corruption-beyond-all':
    'No more than all numbers can be changed. Set corruption.amount to a share up to 1.',
  'model.posterior-needs-vae':
    'A plain autoencoder has one code for each example and no distribution of them. Leave posterior out of the model, or set its kind to vae.',
  'model.prior-needs-vae': 'A plain autoencoder has no prior. Leave prior out of the model, or set its kind to vae.',
  'model.vamp-needs-diagonal':
    'A VampPrior is a mixture of Gaussian posteriors with independent dimensions. Set the name of the posterior to diagonal, or that of the prior to mixture or realnvp.',
  'model.layers-need-flow':
    'Only the posteriors planar and iaf have layers. Leave layers out of the posterior, or set its name to planar or iaf.',
  'model.width-needs-iaf':
    'Only the posteriors iaf and ladder have layers of a width. Leave width out of the posterior, or set its name to iaf or ladder.',
  'model.components-need-mixture':
    'Only the priors mixture and vamp have components. Leave components out of the prior, or set its name to mixture or vamp.',
  'model.layers-need-realnvp':
    'Only the prior realnvp has layers of a width. Leave layers and width out of the prior, or set its name to realnvp.',
  'model.classes-need-labels':
    'The model is to know classes, and these data have no labels that are classes. Choose a column or file of labels, or leave classes out of the model.',
  'model.vamp-needs-no-classes':
    'The learned inputs of a VampPrior have no class. Leave classes out of the model, or set the name of the prior to standard, mixture or realnvp.',
  'model.inferred-needs-vae':
    'Classes are inferred by a VAE whose code is a Gaussian or goes through flows. Set the kind of the model to vae and leave discrete codes out, or set classes to given.',
  'model.mean-needs-bernoulli':
    'Biases of the output begin at the mean of the pixels of a Bernoulli likelihood alone. Leave outputBias out of the model, or set its likelihood to bernoulli.',
  'objective.inferred-stands-alone':
    'Where classes are inferred, the bound of M2 stands by itself. Leave this out of the objective, or set classes of the model to given.',
  'objective.classification-needs-inferred':
    'Only a model that infers classes classifies. Leave classification out of the objective, or set classes of the model to inferred.',
  'objective.samples-need-vae':
    'A plain autoencoder has one code for each example, and nothing to draw. Leave samples out of the objective, or set the kind of model to vae.',
  'objective.free-bits-need-one-draw':
    'The importance weighted bound of several draws has no KL of its own in each latent dimension, which free bits would spare. Set freeBits to 0, samples to 1, or bound to elbo.',
  'objective.free-bits-need-dimensions':
    'Free bits are of a KL that is known for each latent dimension, as that of a diagonal posterior or a ladder from the standard prior is. Set freeBits to 0, or leave posterior and prior out of the model.',
  'objective.gradient-needs-samples':
    'The doubly reparameterised gradient is one of the importance weighted bound of several draws. Set samples of the objective to 2 or more and its bound to importance, or its gradient to standard.',
  'objective.gradient-needs-diagonal':
    'The doubly reparameterised gradient needs the density of the posterior as a function of z, which is known for the diagonal one. Set the name of the posterior to diagonal, or the gradient to standard.',
  'objective.added-needs-one-draw':
    'The bound of several draws stands by itself: what is added to the ELBO, and corrupted inputs, are for one draw of each example. Leave this out, or set samples to 1.',
  'objective.correlation-needs-diagonal':
    'The total correlation is sampled by the density of a diagonal posterior. Set totalCorrelation.by to discriminator, or leave posterior out of the model.',
  'objective.covariance-needs-diagonal':
    'The covariance of draws is that of a diagonal posterior. Set covariance.of to means, or leave posterior out of the model.',
  'objective.discrepancy-needs-standard':
    'Codes are compared with draws from N(0, I). Leave mmd and adversarial out of the objective, or prior out of the model.',
  'objective.gan-needs-images':
    'A discriminator of images has none to look at in these data. Leave gan out of the objective.',
  'objective.gan-needs-vae':
    'The decoder is judged by what it makes of draws from the prior, which the codes of a plain autoencoder know nothing of. Set the kind of model to vae, or leave gan out of the objective.',
  'objective.gan-needs-shades':
    'Pixels that are black or white alone tell examples from images of any decoder, which are in shades. Leave binarised or gan out of the objective.',
  'objective.gan-needs-error':
    'Without an error in features or in pixels, codes say nothing of their examples. Give gan.features or gan.pixels a weight above 0.',
  'objective.codes-are-discrete':
    'That part of the objective is about codes that may be any numbers, and these are discrete. Leave it out of the objective, or the posterior out of the model.',
  'model.posterior-lacks':
    'The setting {setting} of the posterior belongs to the one named {posterior}. Leave it out, or set the name of the posterior to {posterior}.',
  'model.codes-have-prior':
    'Discrete codes have a prior of their own, uniform over them. Leave prior out of the model.',
  'model.linear-needs-numbers':
    'A linear path leads to codes that may be any numbers, and these are discrete. Leave linearPath out, or the posterior.',
  'model.sizes-have-top':
    'The sizes of the layers of a ladder say how large the top one is, too. Leave top out of the posterior, or sizes.',
  'model.sizes-are-latent':
    'The layers of a ladder have {sum} dimensions in all, and there are {latent} latent ones. Set latent to {sum}, or change sizes.',
  'model.top-leaves-none':
    'A ladder has two layers, and a top layer of {top} of {latent} latent dimensions leaves none to the other. Raise latent, or lower top.',
  'model.ladder-has-prior':
    'A ladder has a prior of its own, each layer by the one above. Leave prior out of the model, or posterior.',
  'model.linear-needs-one-layer':
    'A linear path leads to codes of one layer, and a ladder has more. Leave linearPath out of the model, or posterior.',
  'model.places-need-conv':
    'Only convolutions have places to have codes at. Leave places out of the posterior, or set the architecture to conv.',
  'model.groups-are-places':
    'With places there is a vector at each place, and so no groups to choose. Leave groups or places out of the posterior.',
  'model.places-divide':
    'The smallest feature map has {places} places, among which {latent} latent dimensions cannot be shared out evenly. Set latent to a multiple of {places}, or leave places out.',
  'model.codes-too-few': 'A codebook of one vector tells nothing apart. Set codes to 2 or more.',
  'model.codes-too-many':
    'A codebook of {codes} vectors is larger than the data, which have {vectors} to be told apart. Set codes to {vectors} or fewer.',
  'model.groups-divide':
    'A code of {latent} numbers cannot be divided into {groups} vectors of one length. Set latent to a multiple of {groups}, or choose other groups.',
  'model.levels-too-few': 'A latent dimension of one level says nothing. Set all levels to 2 or more.',
  'model.levels-too-many':
    'Levels are given for {levels} latent dimensions, and there are {latent}. Leave some out, or set latent to {levels}.',
  'model.classes-too-few': 'A categorical variable of one class says nothing. Set classes to 2 or more.',
  'model.classes-divide':
    'Variables of {classes} classes take a multiple of {multiple} latent dimensions, and there are {latent}. Set latent to such a multiple, or choose other classes.',
  'model.temperature-rises':
    'The temperature is to fall, and the last one is above the first. Lower lastTemperature, or raise temperature.',
  'training.augment-needs-images': 'Only images can be flipped and shifted. Leave augment out of the training.',
  'training.epsilon-needs-adam':
    'SGD divides by nothing. Leave epsilon out, or set the name of the optimizer to adam, adamw, adamax or rmsprop.',
  'training.momentum-needs-sgd':
    'Only SGD and RMSProp have a momentum to set. Leave momentum out, or set the name of the optimizer to sgd or rmsprop.',
  'training.betas-need-adam':
    'Only Adam, AdamW and Adamax have beta1 and beta2. Leave them out, or set the name of the optimizer to one of these.',
  'training.player-is-missing':
    'The loss has no discriminator that could learn in a way of its own. Leave discriminator out of players, or give the objective a weight of adversarial, of gan, or of totalCorrelation by discriminator.',
  'training.growth-needs-every':
    'Nothing says when batches are to grow. Set every of batchGrowth to a number of epochs, or leave batchGrowth out of the training.',
  'training.growth-is-none':
    'Batches that are to grow begin larger than the largest that is allowed. Raise largest of batchGrowth, or lower batchSize.',
  'training.every-needs-epochs':
    'How many epochs apart weights are kept can be said where they are kept of epochs. Set epochs of keepWeights to every, or leave every out.',
  'training.precision-needs-epochs':
    'Only weights of epochs can be rounded, and none are kept. Set epochs of keepWeights to every or powers, or leave precision out.',
  'model.network-lacks':
    'The setting {setting} belongs to the architecture {architecture}. Leave it out, or set the architecture to {architecture}.',
  'model.transformer-needs-text':
    'A transformer is for text, and these data are none. Set the architecture to dense, or for images to conv or residual.',
  'model.gru-needs-text':
    'Gated recurrent units are for text, and these data are none. Set the architecture to dense, or for images to conv or residual.',
  'model.gru-needs-layers':
    'Gated recurrent units have a layer for each number in hidden, and there is none. Give hidden the width of one layer or more, such as 256.',
  'model.transformer-needs-blocks':
    'A transformer has a block for each number in hidden, and there is none. Give hidden the units of one block or more, such as 256, 256.',
  'model.heads-divide':
    'A width of {width} cannot be shared out evenly among {heads} heads. Set the width of the transformer to a multiple of {heads}, or choose other heads.',
  'model.norm-groups-divide':
    'There are {filters} filters in a stage, which cannot be shared out evenly among {groups} groups. Set the groups to a divisor of all numbers in hidden, or leave them out.',
  'objective.binarised-needs-images':
    'Only pixels can be black or white by chance. Leave binarised out of the objective.',
  'objective.binarised-needs-bernoulli':
    'Pixels that are black or white have the Bernoulli likelihood. Set the likelihood to bernoulli, or leave binarised out of the objective.',
  'training.monitor-lacks-term':
    'The loss of this model has no term {monitor} that could be monitored; it has {terms}. Set training.monitor to one of these, or to loss.',
  'training.plateau-needs-schedule':
    'Only the schedule plateau lets the step size fall at plateaus. Leave plateau out of the training, or set the schedule to plateau.',
  'training.milestones-need-schedule':
    'Only the schedule milestones lets the step size fall after given epochs. Leave milestones out of the training, or set the schedule to milestones.',
  'training.schedule-needs-milestones':
    'The schedule milestones lets the step size fall after given epochs, and none are given. Set epochs of milestones, such as [10, 20], or choose another schedule.',
  'training.split-is-given':
    'With a column that says which rows are held out, no share of them is drawn by label. Leave stratified or column out of the validation.',
  'training.stratified-needs-labels':
    'The data have no labels that the examples held out could be drawn by. Name a label column or file, or leave stratified out of the validation.',
  'training.balance-needs-labels':
    'The data have no labels that examples could be balanced by. Name a label column or file, or leave balance out of the training.',
  'training.split-needs-memory':
    'A column can say which rows are held out only where memory holds all of them. Raise data.memory, set data.limit, or leave column out of the validation.',
  'training.validation-needs-memory':
    'Other data can be held out only where memory holds them and the data set whole. Raise data.memory, set data.limit, or leave validation out of the data.',
  'training.validation-lacks-source':
    'There are no other data to validate with that {setting} could be of. Set data.validation.source, or leave {setting} out.',
  'training.validation-is-given':
    'Other data are held out, so that nothing of the data set is. Leave column and stratified out of the validation, or validation out of the data.',
  'training.split-lacks-column':
    'The data have no column named {column} that could say which rows are held out. Choose one that they have.',
  'training.split-unknown-value':
    'The column {column} says {value} of some rows, which is no part of a split. Call them train, validation (val, valid, dev) or test.',
  'training.split-without-names':
    'The column {column} holds numbers, which do not say which rows are held out. Choose a column that says train, validation (val, valid, dev) and test.',
  'training.split-without-training':
    'No row is for training by the column {column}. Call those rows train, or choose another column.',
  'model.too-large':
    'This model would have more than {millions} million weights. Take smaller images or fewer hidden units, or set the architecture to conv.',
} as const;
