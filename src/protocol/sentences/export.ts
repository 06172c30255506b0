/** About what is taken away from a run, and lists of examples to leave out. */
export const exportSentences = {
  'export.nothing': 'No example is chosen, so there is nothing to write. Select some, or take all.',
  'export.noNumbers':
    'A .npy file holds numbers alone, and columns may hold words. Choose CSV, JSON or Parquet for them.',
  'export.imagesOutside':
    'A list of images to train on names them by their way from its own folder, and {path} does not lie above all of them. Save it in {folder}, or above.',
  'export.exists': '{path} is there already. Choose another name, or remove it.',
  'export.noCode':
    'A model that reads and writes text symbol by symbol ({architecture}) has no form as code in {format}. Take onnx, savedmodel or tfjs.',
  'page.tooLarge':
    'The codes and columns of this run take {megabytes} MB, and a page holds up to {most} MB of them. Export a run with fewer examples or latent dimensions.',
  'page.notKept': 'Example {index} is not in this page, which shows {kept} of {examples} examples.',
  'page.noGeodesic':
    'A page looks for no geodesics, which takes slopes of the decoder. Open the run in the editor, or go by another path.',
  'page.noGraph':
    'Among more than {most} examples a page looks for no way through neighbours, and these are {examples}. Open the run in the editor, or go by another path.',
  'page.noTrust':
    'How far this layout can be trusted, point by point, is not in this page. Choose the layout that it opened with.',
  'page.unreadable':
    'What this page holds cannot be read ({reason}). Open it in a current browser, or have it written anew.',
  'film.noEncoder':
    'Nothing here encodes a film of {width} × {height} pixels. Choose a smaller size, or numbered pictures.',
  'film.encoder':
    'The film could not be encoded ({reason}), and nothing of it is kept. Choose a smaller size, or numbered pictures.',
  'exclude.unreadable':
    'The list of examples to leave out, {path}, cannot be read ({reason}). Correct its path, or make it anew.',
  'exclude.newer':
    'The list of examples to leave out, {path}, was written by a newer version of Latent Lens. Update the extension, or make it anew.',
  'exclude.otherData':
    'The list of examples to leave out, {path}, was made for other data ({data}), or for the same data read in another way. Make it anew from a run on these.',
  'exclude.all': 'The list of examples to leave out, {path}, leaves fewer than two. Make it anew with fewer.',
  'exclude.missing':
    'The run was trained without some of its examples, and its list of them, {path}, cannot be read ({reason}). Restore that file.',
  'corrections.otherData':
    'The corrections of the data {data} are of other data, or of the same data read in another way: their rows may be others now. Take "corrections" out of the configuration, and make them anew from a run on these data.',
  'corrections.otherFile':
    'The corrections in {file} are of other data than this run has, or of the same data read in another way. Take "corrections" out of it, or train anew.',
  'corrections.noFolder':
    'Built-in data have no file beside which corrections could stand. Open a folder, and they are written there.',
  'corrections.noRow':
    'A correction is of example {row}, and the data have {examples}. Correct its number, which begins at 0.',
  'corrections.noLabels':
    'There are corrections of labels, and the data {data} have no column of classes as their label. Name one by "labels".',
  'corrections.noClass':
    'The label {label} that example {row} is to have is none that {column} has. Choose one of the classes of the data.',
  'view.unreadable': 'The view {file} cannot be read ({reason}). Correct it, or save the view anew in the panel.',
  'view.newer':
    'The view {file} was saved by a newer version of Latent Lens. Update the extension, or save the view anew in the panel.',
  'view.noRun':
    'The view {file} is of the run {run}, and there is none at {path}. Put it there, or open the run and save the view anew.',
  'view.otherRun':
    'The view {file} is of the run {run}, and at {path} there is another. Put that run there, or save the view anew in the panel.',
  'data.excluded': 'Examples that {path} names are left out: {count} of {examples}.',
} as const;
