/** What to do next with a run: what is so, with its figures, and why that matters. */
export const adviceSentences = {
  'advice.collapseWhy':
    'A dimension that is as the prior says nothing of the example, and the decoder has learned to do without it. While the KL weighs less, or some of it is free, the decoder learns to use codes first.',
  'advice.underTrainedWhy':
    'What was still falling goes on falling. Where the step size has come down to 0, training begins anew with more epochs, or goes on (Train Further).',
  'advice.overfittingCurve':
    'The loss of the held-out examples was lowest after epoch {epoch}, {loss} nats, and has risen to {last} since.',
  'advice.overfittingGap':
    'The loss of the held-out examples is {gap} nats above that of the examples that were trained on.',
  'advice.overfittingWhy':
    'The network learns examples by heart. It is stopped when held-out examples get no better, or has fewer units, or more data (or more of them by augmentation).',
  'advice.lossJumps':
    'The loss of training rose by a tenth of all that it has come down, or more, at the end of {jumps} epochs, once by {largest} nats.',
  'advice.lossJumpsWhy': 'Steps are so long that they lead past the valley. Find a Learning Rate says which are not.',
  'advice.diverged': 'After {epochs} epochs the loss was no finite number, and training ended.',
  'advice.divergedWhy': 'Gradients had grown without bound: shorter steps, or a bound of their norm, prevent it.',
  'advice.fewExamples': 'There are {examples} examples to train on.',
  'advice.fewExamplesWhy':
    'So few are soon learned by heart, and every measure has a large error. More data are better than any setting; else the network is small, and stops early.',
  'advice.nothingHeldOut': 'No example is held out.',
  'advice.nothingHeldOutWhy':
    'Measures of examples that were trained on flatter the model, and nothing tells learning from learning by heart.',
  'advice.knownExamples': '{count} of {examples} held-out examples ({share}) equal one of those that were trained on.',
  'advice.knownExamplesWhy':
    'What is held out is to be new: measures of known examples flatter the model. Failures lists duplicates, with what leaves them out.',
  'advice.extremeValues': 'The column {column} has a value {deviations} standard deviations from its mean.',
  'advice.extremeValuesWhy':
    'Beside such a value all others look alike, and it alone decides the squared error. Look whether it is right; leave it out, or take the logarithm of the column.',
  'advice.deadCodes': '{dead} of {codes} codes are chosen by no example.',
  'advice.deadCodesWhy':
    'Codes that are never chosen are never trained. A codebook of the size that is in use does as well, and levels (posterior scalar-quantised) have none that die.',
  'advice.smallCode': 'All {latent} latent dimensions are in use, and each carries at least {least} nats.',
  'advice.smallCodeWhy':
    'Where no dimension is idle, the code may be too small for the data: with more, those that are not needed stay as the prior, which costs nothing.',
  'advice.behindLinear':
    'The squared error of reconstructions is {codes}, that of principal components of as many dimensions {linear}: {times} times as large.',
  'advice.behindLinearWhy':
    'A linear code of that size does better, and a network can do all that it does: so it is trained too short, or the KL weighs too much.',
  'advice.binaryPixels': '{share} of the pixels are black or white, and the likelihood is {likelihood}.',
  'advice.greyPixels': '{share} of the pixels are clearly between black and white, and the likelihood is bernoulli.',
  'advice.pixelLikelihoodWhy':
    'Each likelihood is a distribution of one kind of pixels: Bernoulli of black and white ones, where others put their mass between; Gaussian and logistic ones of shades.',
  'advice.fixedVariance':
    'The variance of p(x|z) is set to {variance}, and squared residuals are on the average {square} times that.',
  'advice.fixedVarianceWhy':
    'The variance weighs the reconstruction against the KL, as beta does: too large a one blurs and empties codes, too small a one leaves no prior. One that is learned fits.',
  'advice.leastVariance': 'The learned variance of {count} of {features} features is at its limit.',
  'advice.leastVarianceWhy':
    'The model gets these numbers exactly right, as of a column that is constant or that another one says, and its likelihood could rise without bound. Leave such columns out.',
  'advice.priorMismatch': 'Codes lie elsewhere than the prior draws: the squared MMD of both is {mmd} (p = {p}).',
  'advice.priorMismatchWhy':
    'What is decoded of draws then comes from places that the decoder has not learned, while reconstructions are good. A prior that is learned follows the codes, and beta 1 holds them to it.',
} as const;
