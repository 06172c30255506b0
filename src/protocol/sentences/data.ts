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
  'data.streamed':
    '{path}: its {examples} examples need more than {megabytes} MB of memory (the memory setting). Training reads all of them from disk; {shown} of them, evenly spread, are shown.',
  'data.spool.room':
    '{path} does not fit in memory, and a copy of it to train from takes {needed} MB, more than the {free} MB that are free in {folder}. Make room there, use fewer examples (the limit setting), or raise the limit (the memory setting).',
  'data.spool.failed':
    '{path} is read from a copy on disk while it is trained on, because it does not fit in memory, and that copy ({file}) cannot be used: {reason}. Make room there, or raise the limit (the memory setting).',
  'data.unrecognised':
    '{path} holds no data that Latent Lens can read: it begins with the bytes {bytes}. Use IDX, .npy, .npz, CSV, Parquet, Arrow or a folder of images.',
  'data.gzip.not':
    '{path} is named .gz but is not compressed by gzip: it begins with the bytes {bytes}. Download it again, or give it its right name.',
  'data.gzip.truncated': '{path} is cut off: its {bytes} bytes end in the middle of the gzip data. Download it again.',
  'data.gzip.damaged': 'The gzip data of {path} ({bytes} bytes) are damaged. Download it again.',
  'data.zip.damaged': '{path} ({bytes} bytes) is a damaged or cut off ZIP archive. Save or download it again.',
  'data.zip.member':
    '{path}: {member} in it is damaged, as its bytes do not have their length or checksum. Save or download the archive again.',
  'data.zip.method':
    '{path}: {member} in it is stored by a method that cannot be read ({method}). Save the arrays again with numpy.savez or numpy.savez_compressed.',
  'data.oneImage':
    '{path} is a single image. Choose the folder that holds the images: {folder}. If it is a sheet of pictures of equal size, give that size (the tile setting).',
  'data.noExamples': '{path} holds no examples. Choose another data set.',
  'data.oneExample': '{path} gives a single example, and a model cannot learn from one. Use at least two.',

  'data.builtin.unknown': 'There is no built-in data set {name}. Choose one of {names}.',

  'data.folder.none':
    'The folder {path} holds no data that Latent Lens can read. Choose a folder with images or with MNIST files, or a single IDX, .npy, .npz, CSV, Parquet or Arrow file.',
  'data.folder.several': 'The folder {path} holds {count} data sets ({names}). Choose one of them.',
  'data.folder.texts':
    'The folder {path} holds {count} texts ({names}) and no other data. Choose one of them, or put them together into one file.',

  'data.idx.magic':
    '{path} is no IDX file: it begins with {magic} instead of 0000, a type and a rank. Check that it is the right file.',
  'data.idx.labels': '{path} holds {count} labels and no images. Choose the image file that belongs to it.',

  'data.npy.header':
    '{path}: the header of the array is damaged near byte {byte}. Save the array again with numpy.save.',
  'data.npy.version':
    '{path} is of version {version} of the .npy format; 1.0, 2.0 and 3.0 can be read. Save the array again with numpy.save.',
  'data.npy.type':
    "{path} holds values of type {type}; only booleans, integers and floats can be read. Save it again after x.astype('float32'); complex numbers after numpy.concatenate([x.real, x.imag], -1), records after numpy.lib.recfunctions.structured_to_unstructured(x).",
  'data.npy.void':
    "{path} holds values of {bytes} bytes of which NumPy does not keep the type. If they are {type} of ml_dtypes, convert them once with python3 -c \"import numpy, ml_dtypes; numpy.save(r'{out}', {load}.view(ml_dtypes.{type}).astype('float32'))\" and choose {out}.",
  'data.npy.trailing': '{path}: the array is followed by other bytes ({count}), which were passed over.',
  'data.foreign.packed': '{path} is {format}, in which other files are packed. Unpack it, and choose what was in it.',
  'data.foreign.model':
    '{path} is a model of {format}: it holds weights, and no examples. Choose the data that it was trained on.',
  'data.foreign.spreadsheet':
    "{path} is a spreadsheet. Save the sheet as CSV in its program, or with python3 -c \"import pandas; pandas.read_excel(r'{path}').to_csv(r'{out}', index=False)\", and choose {out}.",
  'data.foreign.torch':
    "{path} was written by PyTorch (torch.save). If it holds tensors, convert them once with python3 -c \"import numpy, torch; x = torch.load(r'{path}', map_location='cpu'); d = x if isinstance(x, dict) else dict(enumerate(x)) if isinstance(x, (list, tuple)) else dict(x=x); numpy.savez(r'{out}', **dict((str(k), v.detach().numpy()) for k, v in d.items() if torch.is_tensor(v)))\" and choose {out}.",
  'data.foreign.pickle':
    "{path} is a pickle of Python, which is a program as much as data. If you trust it, convert it once with python3 -c \"import numpy, pickle; x = pickle.load(open(r'{path}', 'rb'), encoding='latin1'); d = x if isinstance(x, dict) else dict(x=x); numpy.savez(r'{out}', **dict((str(k), numpy.asarray(v)) for k, v in d.items()))\" and choose {out}; a data frame of pandas has to_parquet for that.",
  'data.foreign.other':
    '{path} is {format}, which is not read. Save what it holds as CSV, Parquet, .npy, or as images.',
  'data.sparse.shape': '{path} is a sparse matrix whose parts do not fit together ({defect}). Save it again.',
  'data.mtx.line':
    '{path}, line {line}: {content} is no part of a Matrix Market matrix of its kind, or lies outside of it. Save the matrix again.',
  'data.mtx.type':
    '{path} is a Matrix Market matrix of type {type}; integer, real and pattern ones that are general, symmetric or skew-symmetric are read. Save its real part.',
  'data.mtx.count': '{path} announces {expected} entries, but holds {actual}. Copy or download it again.',
  'data.mtx.beside':
    '{path} has {rows} rows and {columns} columns, but {features} features and {barcodes} barcodes lie beside it. Bring the three files of one sample together.',
  'data.archive.none':
    '{path} holds no array of images or vectors (arrays: {names}). Add one of shape (examples, features) or (examples, height, width).',
  'data.archive.noArray': '{path} holds no array named {array}. Choose one of {names}.',
  'data.safetensors.header':
    'The header of {path} is damaged at tensor {tensor}: it is no valid JSON, or types, shapes and offsets do not fit together. Save the file again.',
  'data.matlab':
    "{path} is a MATLAB file. Convert it once with python -c \"import numpy, scipy.io; numpy.savez(r'{out}', **scipy.io.loadmat(r'{path}'))\" and choose {out}.",
  'data.hdf5.damaged':
    '{path} cannot be read as HDF5 ({reason}). Copy or download it again; if a program that wrote it has ended early, try h5clear -s.',
  'data.hdf5.gzip':
    '{path} is an HDF5 file that is compressed as a whole, and HDF5 is read at any place of it. Decompress it (gunzip) and choose the result.',
  'data.zarr.damaged': '{path} cannot be read as Zarr ({reason}). Copy or download the folder again.',
  'data.zarr.codec':
    '{path}: {array} is compressed by {codec}, which cannot be read here. Write it again with zstd, gzip or blosc.',
  'data.array.type':
    '{path} holds values of type {type}; booleans, integers and floats of 8 to 64 bits are read. Choose another array, or write its numbers as an array of their own.',
  'data.hdf5.filter':
    "{path}: {array} is compressed by {filter}, which cannot be read here. Write it again with gzip, e.g. python3 -c \"import {modules}; a = h5py.File(r'{path}'); b = h5py.File(r'{out}', 'w'); b.create_dataset('{array}', data=a['{array}'][()], compression='gzip')\", and choose {out}.",

  'data.array.widened': '{path} holds {type}, which is read as float32.',
  'data.array.shape':
    '{path} holds an array of shape {shape}. Use (examples, features), (examples, height, width), or images with 1 or 3 channels.',
  'data.vectors.infinite':
    '{path}: infinite values in what was read: {count}, the first in row {row}, column {column} (counted from 0). Remove or replace them.',
  'data.vectors.missing':
    '{path}: missing values (NaN): {count}, the first in row {row} (counted from 0). Each was replaced by the mean of its column.',
  'data.vectors.allMissing': '{path} holds nothing but missing values (NaN). Choose another data set.',

  'data.counts.vectors':
    '{path}: values in what was read that are no counts: {count}, the first in row {row}, column {column} (counted from 0): {value}. Likelihoods of counts take whole numbers from 0 on: choose the raw counts, or set the likelihood to gaussian-learned.',
  'data.counts.vectorsMissing':
    '{path}: missing values in what was read: {count}, the first in row {row}, column {column} (counted from 0). Likelihoods of counts take none for them. Fill them in, or leave those rows out.',
  'data.counts.cell':
    '{path}, row {row} (counted from 0), column {column}: {value} is no count. Likelihoods of counts take whole numbers from 0 on: correct it, leave the column out (the ignore setting), or set the likelihood to gaussian-learned.',
  'data.counts.cellMissing':
    '{path}, row {row} (counted from 0), column {column}: the value is missing, and likelihoods of counts take none for it. Fill it in, or leave such rows out (set missing to drop).',
  'data.counts.line':
    '{path}, line {line}, column {column}: {value} is no count. Likelihoods of counts take whole numbers from 0 on: correct it, leave the column out (the ignore setting), or set the likelihood to gaussian-learned.',
  'data.counts.lineMissing':
    '{path}, line {line}, column {column}: the value is missing, and likelihoods of counts take none for it. Fill it in, or leave such rows out (set missing to drop).',
  'data.counts.column':
    '{path}: column {column} holds no numbers, and likelihoods of counts take nothing else. Make it an id or the label (roles), leave it out (ignore), or set the likelihood to mixed.',

  'data.labels.count':
    '{path} has {examples} examples, but {labels} has {count} labels. Choose labels that belong to these examples.',
  'data.labels.shape':
    '{path} does not hold one label for each example. Use an IDX or .npy file of one dimension, or a text file with one label per line.',
  'data.labels.type':
    'The labels in {labels} are of type {type}, which is not read, and were left out. Save them as numbers or as a text file with one label per line.',
  'data.labels.leftOut':
    'The labels in {labels} do not fit {path} and were left out. Name the right ones in the labels setting.',
  'data.convert.noLabels': '{path} has no labels to convert. Leave the label file out, or name where the labels are.',
  'data.convert.sameFile':
    'The values and the labels cannot both be written to {path}. Choose another file for the labels.',
  'data.view.example':
    'One example of {path} takes {bytes} bytes, and more than {limit} are not shown. Training and converting are not limited by this.',
  'data.view.notOpen': 'The file is no longer open. Inspect it again.',
  'data.inspect.manyExamples':
    '{path}: its {count} examples are too many to be compared, so that duplicates were not counted.',

  'data.encoding.kind': '{path} is another kind of data than the model was trained on. Choose data of the same kind.',
  'data.encoding.shape':
    'The images of {path} are {actual} (height × width × channels), but the model was trained on {expected}. Choose images of that size.',
  'data.encoding.features':
    '{path} has {actual} features under their names, but the model was trained on {expected}. Choose data with the same columns.',
  'data.encoding.columns':
    '{path} lacks {count} of the columns that the model was trained on, first {column}. Choose a table with the same columns.',
  'data.encoding.cells':
    '{path}: column {column} does not hold the kind of values (numbers, dates, texts) that the model was trained on. Choose a table with the same columns.',
  'data.encoding.range':
    '{path} holds values from {low} to {high}, but the model learned from values between {fittedLow} and {fittedHigh}. Check that both are stored in the same way.',

  'data.images.none':
    'The folder {path} holds no images (PNG, JPEG, WebP, TIFF, BMP, PNM or GIF), here or in its subfolders. Choose another folder, or convert the images.',
  'data.images.unreadable':
    'None of the {count} images in {path} can be read; the first is {image} ({reason}). Replace what is damaged, and convert what is of another kind, e.g. to PNG.',
  'data.images.leftOut': 'Images that could not be read were left out: {count}, first {image} ({reason}).',
  'data.images.frames':
    'Of files with several pages or frames only the first is used: {count}, e.g. {image} with {frames}. Where all are wanted, give one such file by itself, or save its frames as images.',
  'data.images.resized':
    'The images in {path} are of different sizes, e.g. {first} and {second}. Each was scaled, and cropped at its middle, to {width} × {height} pixels.',
  'data.images.cropped':
    'The images in {path} measure {size} pixels. Each was cropped at its middle and scaled to {width} × {height}.',
  'data.images.sizes':
    'The images in {path} are of different sizes: {first} has {firstSize} pixels, {image} has {size}. Bring them to one size, or train on them as they are.',
  'data.images.depths':
    'The images in {path} store their pixels in different ways: {first} in {firstBits} bits, {image} in {bits}. Convert them to the same.',
  'data.images.channels':
    'Some images in {path}, e.g. {image}, have fewer channels than others. They were given {channels}: grey in all colours, and an opaque alpha.',
  'data.images.copyLost':
    '{path} is read from a decoded copy on disk while it is trained on, and that copy ({file}) cannot be used any more: {reason}. Resume the run, or start again: the images are then decoded anew.',
  'data.images.changed':
    '{path} had {before} images that could be read when the run began, and has {now} now. Bring the others back, or start a new run.',
  'data.images.undecodable':
    '{image} could not be decoded ({reason}). Replace that file, convert it, e.g. to PNG, or remove it.',
  'data.images.depth':
    'The images in {path} hold numbers of 16 bits of which those looked at use {low} to {high}: these are black and white, and what lies beyond is clipped.',
  'data.images.notFinite':
    '{path}: values in what was read that are no finite numbers: {count}, the first in example {example} (counted from 0): {value}. Replace them.',

  'data.text.format':
    '{path} is {format}, which is not read as data. Convert it to CSV, Parquet or .npy, or ask for its characters (the text setting).',
  'data.text.encoding':
    '{path} is not UTF-8 text and was read as Windows-1252 (Latin-1). If letters look wrong, save it again as UTF-8.',
  'data.text.multibyte':
    '{path} is not UTF-8 text and was read as {encoding}. If characters look wrong, save it again as UTF-8.',
  'data.text.numbers':
    '{path}: column {column} holds numbers, not texts. Name a column of texts in the text setting, or leave it out.',
  'data.text.cut':
    '{path}: texts longer than {length} characters were cut there: {count}, the longest of {longest}. Set a larger length in the text setting to keep more.',
  'data.text.cutSymbols':
    '{path}: texts longer than {length} symbols ({symbols}) were cut there: {count}, the longest of {longest}. Set a larger length in the text setting to keep more.',
  'data.text.vocabulary':
    '{path}: texts are read as {symbols}. {vocabulary} different symbols have a code of their own; {percent} % of the {total} that the texts are made of are none of these, and the model sees each of them as the same unknown one.',
  'data.text.unknown':
    '{path}: {count} characters, of {different} kinds, are too rare to be learned. The model sees each of them as the same unknown one.',

  'data.imageTable.outside':
    '{path}, line {line}: {image} lies outside of the folder of the table. Move the images into it, or correct the path.',
  'data.tile.memory':
    '{path} is decoded whole to cut the pictures out of it. That takes {needed} MB of memory, more than the limit of {megabytes} MB. Save the pictures as files of their own in a folder, use fewer of them (the limit setting), or raise the limit (the memory setting).',
  'data.tile.incomplete':
    '{path} measures {width} × {height} pixels, which tiles of {tileWidth} × {tileHeight} do not fill. Give the size of one picture (the tile setting: height and width, or one number).',

  'data.table.none':
    '{path} is text, but no table: its lines do not split into the same number of cells. Use a CSV or TSV file with a header.',
  'data.table.headerOnly': '{path} has a header (line 1) but no rows below it. Choose a table with data.',
  'data.table.ragged':
    '{path}, line {line}: {actual} cells instead of {expected}. Correct that line; a cell that contains the separator needs quotes.',
  'data.table.quote':
    '{path}, line {line}: a quoted cell is not closed properly. Add or double the missing quote there.',
  'data.table.longCell':
    '{path}, line {line}: a cell is longer than {megabytes} MB. Look for a quote that is not closed, there or before.',
  'data.table.columns': '{path} has {count} columns, more than {limit}. Check that it is a table, or transpose it.',
  'data.table.noColumn': '{path} has no column named {column}. Its columns are {columns}.',
  'data.table.notANumber':
    '{path}, line {line}, column {column}: "{value}" is no number, although most of the column is (such cells: {count}). Correct it, leave the column out (the ignore setting), or set missing to impute or drop, which takes such cells for missing.',
  'data.table.strays':
    '{path}, column {column}: cells that are no numbers count as missing: {count}, the first in line {line} ("{value}").',
  'data.table.dressed':
    '{path}: columns whose numbers stand among other signs were read as numbers: {columns}. In {column}, {text} is {value}.',
  'data.table.doubtfulNumbers':
    '{path}, {columns}: nothing tells whether a sign stands between thousands or before decimals. In {column}, {text} was read as {value}, and not as {other}; write the numbers without signs between thousands to be sure.',
  'data.table.differentNumbers':
    '{path}, column {column}: its numbers stand among different signs ({first}, {second}), so that they are read as texts. Write all in the same way and unit to learn from them as numbers.',
  'data.table.shortHeader':
    '{path}: the header has one name less than rows have cells. What each row begins with is taken for its name.',
  'data.table.vectors':
    '{path}: column {column} holds vectors of {width} numbers. They are the examples, and the other columns describe them; to learn from those instead, leave it out (the ignore setting).',
  'data.table.vectorsCut':
    '{path}, line {line}, column {column}: the vector is cut off (...), as NumPy prints long ones. The column is read as text; save whole vectors, e.g. as .npy or Parquet, or by json.dumps(vector.tolist()).',
  'data.table.vectorsUnequal':
    '{path}, line {line}, column {column}: the cell is no vector of {expected} numbers, as those before are. The column is read as text; make all of them equally long to learn from them.',
  'data.table.infinite':
    '{path}, line {line}, column {column}: the value is infinite (such cells: {count}). Correct it, leave the column out (the ignore setting), or set missing to impute or drop, which takes such cells for missing.',
  'data.table.noFeatures':
    '{path} has no column to learn from: none holds numbers or few categories. Choose another table, or another label column.',
  'data.table.missing':
    '{path}: missing cells: {count}, the first in line {line}, column {column}. Numbers were replaced by the mean of their column; categories count as (missing).',
  'data.table.dropped':
    '{path}: {count} of {rows} rows lack a value that the model would see, and were left out (the missing setting).',
  'data.table.allDropped':
    '{path}: every row lacks a value that the model would see, so that none is left. Impute missing cells (the missing setting), or leave the columns with gaps out (the roles setting).',
  'data.table.dates':
    '{path}: columns that hold dates: {count}, first {column}. They are read as days since 1970-01-01, or as seconds where there are times; a time without a zone counts as UTC.',
  'data.table.monthFirst':
    '{path}, column {column}: nothing tells whether its dates are written month first or day first. They were read month first; write them as 2020-12-31 to be sure.',
  'data.columns.infinite':
    '{path}, row {row} (counted from 0), column {column}: the value is infinite (such cells: {count}). Correct it, leave the column out (the ignore setting), or set missing to impute or drop, which takes such cells for missing.',
  'data.columns.missing':
    '{path}: missing cells: {count}, the first in row {row} (counted from 0), column {column}. Numbers were replaced by the mean of their column; categories count as (missing).',
  'data.table.words':
    '{path}: columns that hold texts: {count}, first {column}. They are no part of the array of numbers.',
  'data.table.noNumbers':
    '{path} has no column of numbers or dates that could be written as an array. Choose another table.',
  'data.table.emptyRows': '{path}: rows without any value were left out: {count}.',
  'data.table.emptyColumns': '{path}: columns without any value were left out: {count}, first {column}.',
  'data.table.changed':
    '{path} was changed while it was read: it had {rows} rows, and then {actual}. Try again once nothing writes to it.',
  'data.table.tooManyValues':
    '{path}: column {column} has {count} different texts, more than {limit}, and cannot be a feature. Give it another role (the roles setting).',
  'data.table.wideColumn':
    '{path}: column {column} has {count} different texts. As a feature they take {megabytes} MB in all rows, a number for each of them; set model.embedding for a network that reads them by fewer.',
  'data.table.manyLabels':
    '{path}: column {column} has {count} different texts, more than {limit}, and is no label. It describes the rows; choose another column (the labels setting).',
  'data.table.manyValues':
    '{path}: column {column} has {count} different texts, more than {limit}. It describes the rows, but the model does not learn from it.',

  'data.columnar.cutOff':
    '{path} is cut off: it begins as a file of {format} but does not end as one. Copy or download it again.',
  'data.columnar.encrypted': '{path} is encrypted. Save it again without encryption.',
  'data.columnar.footer':
    'The footer of {path}, which says what lies where ({bytes} bytes at its end), is damaged. Copy or download it again.',
  'data.columnar.damaged': '{path} is damaged in column {column}, at byte {byte}. Copy or download it again.',
  'data.columnar.nested':
    '{path}: column {column} is nested. Beside numbers and texts only lists of numbers can be read, all of the same length: flatten the column before saving, or leave it out (the ignore setting).',
  'data.columnar.type':
    '{path}: column {column} holds values of type {type}, which cannot be read. Save it as numbers or texts, or leave the column out (the ignore setting).',
  'data.columnar.unequal':
    '{path}: the list in row {row} (counted from 0) of column {column} has {length} elements instead of {expected}. Make all lists of the column equally long, or leave it out (the ignore setting).',
  'data.columnar.codec':
    '{path}: column {column} is compressed by {codec}, which cannot be read. Save it again with Snappy, Zstandard, gzip or LZ4.',
  'data.columnar.elsewhere':
    '{path} only describes columns that lie in other files, first {file}. Choose one of those.',

  'data.columnar.time':
    '{path}: column {column} holds a time before 1677 or after 2262, which nanoseconds cannot count. Save it again in microseconds, or leave the column out (the ignore setting).',
  'data.columnar.encoding':
    '{path}: column {column} is encoded as {encoding}, which cannot be read. Save it again with a program of today.',
  'data.columnar.version':
    '{path} is a file of {format}, which was given up. Save it again as Feather version 2, Arrow or Parquet.',
  'data.columnar.bigEndian':
    '{path} stores its numbers with the highest byte first. Save it again on a machine of today.',

  'data.columnar.noColumns': '{path} has no column of numbers or texts. Choose another file.',

  'data.columnar.message': '{path} is damaged at byte {byte}. Copy or download it again.',

  'data.columnar.severalVectors':
    '{path} has {count} columns of images or vectors; {column} was taken. Name another in the array setting.',
  'data.columnar.leftOut':
    '{path}: columns that are nested, or hold bytes that are no images, are not read and were left out: {count} ({columns}).',
  'data.jsonl.line':
    '{path}: line {line} is no row of JSON ({reason}). Mend or remove that line; each has to be an object, or each a list.',
  'data.jsonl.mixed':
    '{path}: line {line} has {value} in {column}, where lines before it have values of another kind. Make them alike, or leave the column out (the ignore setting).',
  'data.jsonl.changed': '{path} was changed while it was read. Try again once it is whole.',
  'data.columnar.otherParts':
    '{path} and {other} lie side by side as parts of one data set but differ in column {column}. Choose one of them, or save them with the same columns.',
  'data.folder.part':
    '{path} holds several parts of a data set; {part} was taken. Validate with another ({others}) by naming it as data to validate with.',
  'data.folder.partsMissing':
    '{path} holds {count} of the {expected} files that the data set had when it was written. Copy or download the others to have all of it.',
} as const;
