/** About configurations, training and runs on disk. */
export const runSentences = {
  'config.invalid': '{file}: {field} {problem}. Correct it and try again.',
  'config.unreadable': 'The configuration {file} cannot be read ({reason}). Correct its path, or its permissions.',
  'run.notWritable':
    'The runs folder {path} cannot be written ({reason}). Choose another in the setting latentLens.runsFolder, or with --out.',
  'run.notEmpty': '{path} is not empty. Choose a new folder for the run.',
  'run.writeFailed':
    '{path} could not be written ({reason}). Training stopped; make room or correct the permissions, then resume the run.',
  'run.missing': 'There is no run at {path}. Choose a folder that holds a run.json.',
  'run.unreadable': '{path} is not the record of a run ({reason}). Restore it, or delete the run.',
  'run.metricsUnreadable': '{path} cannot be read ({reason}). Restore it, or move away what is in its place.',
  'run.newer': '{path} was written by a newer version of Latent Lens. Update the extension to open the run.',
  'run.noCheckpoint':
    'The run has no readable checkpoint in {path} ({reason}). Restore one of them, or train it again.',
  'run.noLatents': 'The latent codes of epoch {epoch} cannot be read from {path} ({reason}). Choose another epoch.',
  'run.noColumn': 'The data have no column named {column}. Choose one that they have.',
  'run.noExample': 'There is no example {index} among {examples}. Choose one from 0 to {examples} - 1.',
  'run.dataChanged':
    'The data at {path} are no longer those that the run was trained on. Restore them, or train again on the new ones.',
  'run.diverged':
    'The loss was no finite number at epoch {epoch}, step {step}. Lower the learning rate, or look for extreme values in the data.',
  'run.divergedAt':
    'Training ended at epoch {epoch}, step {step}: the first tensor that was not finite is {tensor}. The run keeps its weights of epoch {kept}. Lower the learning rate, for example to {rate}, or set training.optimizer.clipNorm to 1.',
  'run.divergedByData':
    'Training ended at epoch {epoch}, step {step}, whose inputs are not finite. The run keeps its weights of epoch {kept}. Look for missing or extreme values in the data, and leave those examples out.',
  'run.underTrained':
    'The model was still improving clearly when training ended. Train it further, for example for {epochs} epochs.',
  'run.collapsed':
    'The posterior has collapsed: none of the {latent} latent dimensions depends on the example, and the decoder ignores them. Try a smaller beta, warm-up epochs, free bits, or a decoder that is less strong.',
  'run.fewActive':
    'Less than an eighth of the {latent} latent dimensions are in use; the others are as the prior. If more should be, try a smaller beta, warm-up epochs or free bits; else fewer dimensions do.',
  'run.tooFewExamples': 'The data hold {examples} example(s), and training needs at least 2. Choose a larger data set.',
  'run.busy': 'This trainer already works on a run. Stop it first.',
  'run.notOpen': 'No run is open. Open or train one first.',
  'run.elsewhere': '{name} is being trained by another process, and only shown here. Stop it there.',
  'run.inUse': 'The run at {path} is being trained by process {pid} on {host}. Stop that first.',
  'run.ownerUnknown':
    'The run at {path} was being trained by process {pid} on {host}, and from here it cannot be told whether that goes on. If it has ended, take the run over (Take Over, or --take-over).',
  'run.link':
    '{path} is a link, and inside of a run none is followed, since it may lead to files of yours. Put what it points to in its place.',
  'run.refused': 'The run at {path} was not opened. Trust this workspace, or allow it when you are asked.',
  'run.notKept':
    'Example {index} is not among those that the run keeps of its data. Locate the data, and all examples are there again.',
  'run.untrained': 'The run at {path} has no weights yet: it ended before its first checkpoint. Resume it first.',
  'run.tooFewEpochs': 'The run has been trained for {done} epochs, and was to go to {epochs}. Give a larger number.',
  'run.weightsUnreadable':
    'The weights of epoch {epoch} cannot be read from {path} ({reason}). Choose another epoch, or restore the file.',
  'run.weightsNotKept':
    'The weights of epoch {epoch} are not kept in {path}; those of these epochs are: {kept}. Choose one of them; training.keepWeights keeps more.',
  'run.noEpoch': 'The run at {path} has no epoch {epoch}: it has been trained for {epochs}. Choose one of these.',
  'run.notAnEpoch': '{text} ends in no epoch. After @ comes a number, best or newest, as in RUN@12.',
  'run.nothingFits':
    'No weights of {run} fit the new model, none of whose variables has the name and the shape of one of them. Keep to its network, or train without from.',
  'run.partlyTaken':
    'Of {run}, epoch {epoch}, {taken} of {all} variables could be taken. These begin with the seed: {names}.',
  'run.selectionsUnreadable':
    '{path} does not hold selections of a run ({reason}). Correct it or move it away; until then new ones stay with the panel.',
  'run.selectionsNotKept':
    'The selections could not be written to {path} ({reason}). Make room or correct the permissions; until then they stay with the panel.',
  'run.needsClass': 'The decoder is told a class beside the code. Choose one: {classes}.',
  'run.knowsNoClasses': 'This model knows no classes, and so none called {class}. Leave the class out.',
  'run.noClasses':
    'The model is told the class of each example, and these data say of none that it is one of {classes}. Name the column or file of labels.',
  'run.wrongCodes':
    '{path} holds codes of {actual} dimensions, and the model has {expected}. Choose codes of this model.',
  'run.codesNotFinite':
    '{path}, row {row}, dimension {dimension} (counted from 0): {value} is no code, which are finite numbers. Correct it, or leave that row out.',
  'run.likelihoodIsBound':
    '{run} has one code for each example, so that draws come no nearer to the likelihood than the ELBO. Leave the samples out.',
  'run.noLikelihood':
    '{run} is a plain autoencoder, which gives its data no likelihood. Leave the samples out, or choose the run of a VAE.',
} as const;
