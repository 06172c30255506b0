/** About measures: why there is no value, and what to know of one that there is. */
export const measureSentences = {
  'measure.noLabels':
    'The examples have no labels of classes. Name the file or the column that labels them (--labels), or data that have labels (--data).',
  'measure.noFactors':
    'The examples have no columns of true factors, as builtin:shapes has them: interpretability is measured against these.',
  'measure.noReference':
    'There are no other examples to fit on or to compare with: the run holds none out. Name data for it (--data, --reference), or train with a validation split.',
  'measure.referenceGone':
    'There are no examples to fit on or to compare with, for those that the run was trained on cannot be read: {reason} Or name others (--reference).',
  'measure.noDistances':
    'Codes are taken from a list, so that many examples share one: how far they are apart says little.',
  'measure.onlyDiscrete': 'This is a measure of discrete codes, and the codes of this model may be any numbers.',
  'measure.noAmounts': 'Texts are compared by their n-grams (ngrams), and not by how far apart their symbols are.',
  'measure.noPrior': 'The model has no prior to draw from: it is a plain autoencoder.',
  'measure.noElbo': 'The model has no ELBO: it is a plain autoencoder.',
  'measure.noLikelihood': 'Draws of the code come no nearer to log p(x) than a bound, or there is none.',
  'measure.noSpread':
    'The posterior is no Gaussian with a variance of its own for each dimension, by which this is computed.',
  'measure.noStandardPrior': 'The prior is not N(0, I): the KL is not the sum of these parts.',
  'measure.noBits':
    'p(x|z) is neither a probability of what is stored nor a density of 8-bit shades, so that it has no bits: a Bernoulli likelihood of grey pixels is none, nor is one of numbers in a table.',
  'measure.dequantised': 'uniform dequantisation',
  'measure.imagesTooSmall': 'The images are {height} × {width}, and the window of SSIM is {edge} × {edge}.',
  'measure.constantColumn': 'The column {column} is constant, so that there is nothing to explain.',
  'measure.onlyImages': 'This is a measure of images, and the data are of another kind.',
  'measure.onlyTables': 'This is a measure of tables, and the data are of another kind.',
  'measure.onlyText': 'This is a measure of text, and the data are of another kind.',
  'measure.tooFewExamples':
    '{measure} needs at least {least} examples, and there are {examples}. Choose more data, or a larger limit.',
  'measure.tooFewFactors':
    '{measure} needs at least {least} columns of factors that vary, and there are {factors}. Give columns the role of factors.',
  'measure.noKlByDimension':
    'The KL of each dimension is known of a Gaussian posterior and the prior N(0, I) alone, and this model has another.',
  'measure.noVariance':
    'The likelihood of the model is no Gaussian with a variance, so that there is nothing to hold residuals against.',
  'measure.heldOutKnown':
    'Most of the judged examples are among those that they are compared with, so that new samples cannot be told from known ones. Name other data (--data, --reference).',
  'measure.follows': 'follows {column}',
  'measure.followsNone': 'Says no more of any column than chance does.',
  'measure.copies': 'Samples are nearer to the reference examples than chance explains.',
  'measure.copiesNot': 'Samples are no nearer to the reference examples than judged ones are.',
  'measure.oneClass': 'All labelled examples are of one class ({class}), so that there is nothing to tell apart.',
  'measure.otherClasses':
    'No class of the judged examples is one of the examples to learn from. Name data with the same labels.',
  'measure.codesAllEqual': 'The codes of all examples are the same, so that nothing can be said of them.',
  'measure.dataAllEqual': 'All examples are the same, so that nothing can be said of them.',
  'measure.whileTraining': 'The run is being trained. Measure it when that is over, or stop it first.',
  'measure.notFinite':
    'The code of example {index} is no finite number. Choose another epoch (--weights), or train again with a lower learning rate.',
} as const;
