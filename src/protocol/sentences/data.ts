/** About data sets and the files that hold them. */
export const dataSentences = {
  'data.missing': 'There is no file or folder at {path}. Check the path, or choose another data set.',
  'data.forbidden': '{path} may not be read. Give yourself permission to read it, or choose another data set.',
  'data.unreadable': '{path} could not be read ({reason}). Try again, or choose another data set.',
  'data.unwritable': '{path} could not be written ({reason}). Choose another place, or make room.',
  'data.notAFile': '{path} is neither a file nor a folder. Choose a file or folder that holds data.',
  'data.empty': '{path} is empty. Copy or download it again, or choose another data set.',
  'data.truncated': '{path} is cut off: it announces {expected} bytes but holds {actual}. Copy or download it again.',
  'data.overlong':
    '{path} holds {actual} bytes where its header announces {expected}. It is damaged, or no such file: copy or download it again.',
  'data.tooLarge':
    '{path} needs more than {gigabytes} GB of memory. Use fewer examples (the limit setting) or smaller ones.',
  'data.unrecognised':
    '{path} holds no data that Latent Lens can read: it begins with the bytes {bytes}. Use IDX, .npy, .npz, CSV or a folder of PNG or JPEG images.',
  'data.gzip.not':
    '{path} is named .gz but is not compressed by gzip: it begins with the bytes {bytes}. Download it again, or give it its right name.',
  'data.gzip.truncated': '{path} is cut off: its {bytes} bytes end in the middle of the gzip data. Download it again.',
  'data.gzip.damaged': 'The gzip data of {path} ({bytes} bytes) are damaged. Download it again.',
  'data.zip.damaged': '{path} ({bytes} bytes) is a damaged or cut off ZIP archive. Save or download it again.',
  'data.oneImage': '{path} is a single image. Choose the folder that holds the images: {folder}.',
  'data.noExamples': '{path} holds no examples. Choose another data set.',
  'data.oneExample': '{path} gives a single example, and a model cannot learn from one. Use at least two.',

  'data.builtin.unknown': 'There is no built-in data set {name}. Choose one of {names}.',

  'data.folder.none':
    'The folder {path} holds no data that Latent Lens can read. Choose a folder with PNG or JPEG images or with MNIST files, or a single IDX, .npy, .npz or CSV file.',
  'data.folder.several': 'The folder {path} holds {count} data sets ({names}). Choose one of them.',

  'data.idx.magic':
    '{path} is no IDX file: it begins with {magic} instead of 0000, a type and a rank. Check that it is the right file.',
  'data.idx.labels': '{path} holds {count} labels and no images. Choose the image file that belongs to it.',

  'data.npy.header': 'The header of {path} is damaged. Save the array again with numpy.save.',
  'data.npy.type':
    "{path} holds values of type {type}; only booleans, integers and floats can be read. Save it again after array.astype('float32').",
  'data.npz.none':
    '{path} holds no array of images or vectors (arrays: {names}). Save one with numpy.savez(file, images=…, labels=…).',
  'data.npz.noArray': '{path} holds no array named {array}. Choose one of {names}.',

  'data.array.shape':
    '{path} holds an array of shape {shape}. Use (examples, features), (examples, height, width), or images with 1 or 3 channels.',
  'data.vectors.infinite':
    '{path} is infinite at row {row}, column {column} (counted from 0). Remove or replace that value.',
  'data.vectors.missing':
    '{path}: {count} values are missing (NaN), the first in row {row} (counted from 0). Each was replaced by the mean of its column.',
  'data.vectors.allMissing': '{path} holds nothing but missing values (NaN). Choose another data set.',

  'data.labels.count':
    '{path} has {examples} examples, but {labels} has {count} labels. Choose labels that belong to these examples.',
  'data.labels.shape':
    '{path} does not hold one label for each example. Use an IDX or .npy file of one dimension, or a text file with one label per line.',
  'data.labels.leftOut':
    'The labels in {labels} do not fit {path} and were left out. Name the right ones in the labels setting.',

  'data.encoding.kind': '{path} is another kind of data than the model was trained on. Choose data of the same kind.',
  'data.encoding.shape':
    'The images of {path} are {actual} (height × width × channels), but the model was trained on {expected}. Choose images of that size.',
  'data.encoding.features':
    '{path} has {actual} features under their names, but the model was trained on {expected}. Choose data with the same columns.',
  'data.encoding.columns':
    '{path} lacks {count} of the columns that the model was trained on, first {column}. Choose a table with the same columns.',
  'data.encoding.range':
    '{path} holds values from {low} to {high}, but the model learned from values between {fittedLow} and {fittedHigh}. Check that both are stored in the same way.',

  'data.images.none':
    'The folder {path} holds no PNG or JPEG images, here or in its subfolders. Choose another folder, or convert the images.',
  'data.images.unreadable':
    'None of the {count} images in {path} can be read; the first is {image} ({reason}). Replace the damaged files.',
  'data.images.leftOut': '{count} images could not be read and were left out, first {image} ({reason}).',
  'data.images.resized':
    'The images in {path} are of different sizes, e.g. {first} and {second}. Each was scaled, and cropped at its middle, to {width} × {height} pixels.',
  'data.images.cropped':
    'The images in {path} measure {size} pixels. Each was cropped at its middle and scaled to {width} × {height}.',
  'data.images.notFinite':
    '{path}: example {example} (counted from 0) holds the value {value}. Replace all values that are no finite numbers.',

  'data.table.none':
    '{path} is text, but no table: its lines do not split into the same number of cells. Use a CSV or TSV file with a header.',
  'data.table.encoding': '{path} is not UTF-8 text. Save it again as "CSV UTF-8".',
  'data.table.headerOnly': '{path} has a header (line 1) but no rows below it. Choose a table with data.',
  'data.table.ragged':
    '{path}, line {line}: {actual} cells instead of {expected}. Correct that line; a cell that contains the separator needs quotes.',
  'data.table.quote':
    '{path}, line {line}: a quoted cell is not closed properly. Add or double the missing quote there.',
  'data.table.noColumn': '{path} has no column named {column}. Its columns are {columns}.',
  'data.table.notANumber':
    '{path}, line {line}, column {column}: "{value}" is no number, although most of the column is. Correct it, leave it empty, or leave the column out (the ignore setting).',
  'data.table.infinite':
    '{path}, line {line}, column {column}: the value is infinite. Correct it, leave it empty, or leave the column out (the ignore setting).',
  'data.table.noFeatures':
    '{path} has no column to learn from: none holds numbers or few categories. Choose another table, or another label column.',
  'data.table.missing':
    '{path}: {count} cells are missing, the first in line {line}, column {column}. Numbers were replaced by the mean of their column; categories count as (missing).',
  'data.table.emptyColumns': '{path}: {count} columns hold no values and were left out, first {column}.',
  'data.table.manyValues':
    '{path}: column {column} has {count} different texts, more than {limit}. It describes the rows, but the model does not learn from it.',
} as const;
