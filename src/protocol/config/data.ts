import * as v from 'valibot';
import { namedValues } from '../named-values';
import { Corrections } from './corrections';
import { positiveInteger } from './numbers';

const tileEdge = v.pipe(positiveInteger, v.maxValue(512));
export const ColumnRoleChoice = v.picklist(['feature', 'label', 'id', 'ignore']);
/** What a person may want a column of a table to be. `id`: it describes the rows, and the model does not see it. */
export type ColumnRoleChoice = v.InferOutput<typeof ColumnRoleChoice>;

/** How text becomes examples. */
export const TextConfig = v.strictObject({
  column: v.optional(
    v.pipe(v.string(), v.description('A column of a table, to read its cells as texts and nothing else.')),
  ),
  mode: v.optional(
    v.pipe(v.picklist(['lines', 'windows']), v.description('Each line is an example, or each `length` characters.')),
  ),
  length: v.optional(
    v.pipe(positiveInteger, v.maxValue(1024), v.description('Symbols per example, as a rule characters.')),
  ),
  symbols: v.optional(
    v.pipe(
      v.picklist(['characters', 'graphemes', 'words', 'byte-pairs']),
      v.description(
        'What text is made of: characters (code points), graphemes (what people take for one character), words, or byte-pairs (parts of words that are learned from the text).',
      ),
    ),
  ),
  vocabulary: v.optional(
    v.pipe(
      positiveInteger,
      v.maxValue(8192),
      v.description(
        'Different symbols at most that have a code of their own, the most frequent ones: 254 characters or graphemes, 1,000 words or byte pairs where left out. All others are one unknown symbol.',
      ),
    ),
  ),
});

/** Other data to validate with, read as those to train on are. */
export const ValidationData = v.strictObject({
  source: v.optional(
    v.pipe(
      v.string(),
      v.minLength(1),
      v.description(
        'Other data to validate with: a file or folder like the data set. No share of that is held out then.',
      ),
    ),
  ),
  labels: v.optional(v.pipe(v.string(), v.description('A label file of the data to validate with.'))),
  array: v.optional(
    v.pipe(
      v.string(),
      v.description('The array of the data to validate with; the same as of the data set where left out.'),
    ),
  ),
});
export type ValidationData = v.InferOutput<typeof ValidationData>;

/** Which data, and how to read them. Paths are absolute once a request is resolved; `builtin:NAME` needs no file. */
export const DataConfig = v.strictObject({
  source: v.pipe(v.string(), v.minLength(1), v.description('A file or folder, or builtin:digits or builtin:shapes.')),
  labels: v.optional(v.pipe(v.string(), v.description('A label file (images), or the column that labels the rows.'))),
  array: v.optional(
    v.pipe(
      v.string(),
      v.description('The array of an .npz, safetensors, HDF5 or Zarr file, or the column of vectors, to read.'),
    ),
  ),
  ignore: v.optional(v.pipe(v.array(v.string()), v.description('Columns of a table to leave out.'))),
  roles: v.optional(
    v.pipe(
      namedValues(ColumnRoleChoice),
      v.description(
        'What columns of a table are, by name: feature (the model sees it), label, id (it only describes the rows) or ignore.',
      ),
    ),
  ),
  missing: v.optional(
    v.pipe(
      v.picklist(['impute', 'drop']),
      v.description(
        'Missing cells of a table: impute (the mean of the column) or drop (leave those rows out). Where it is given, infinite numbers and words in columns of numbers count as missing, too, instead of being refused.',
      ),
    ),
  ),
  imageSize: v.optional(
    v.pipe(positiveInteger, v.maxValue(512), v.description('Edge, in pixels, of images read from a folder.')),
  ),
  colour: v.optional(v.pipe(v.picklist(['grey', 'colour']), v.description('How to read images of a folder.'))),
  text: v.optional(
    v.pipe(
      TextConfig,
      v.description('How to read a text file, or a column of texts; decided by the text where left out.'),
    ),
  ),
  tile: v.optional(
    v.pipe(
      v.union([tileEdge, v.tuple([tileEdge, tileEdge])]),
      v.description('Size of the pictures on a sheet (one image file): height and width in pixels, or one number.'),
    ),
  ),
  validation: v.optional(ValidationData),
  limit: v.optional(v.pipe(positiveInteger, v.description('Use at most this many examples.'))),
  take: v.optional(
    v.pipe(
      v.picklist(['sample', 'first']),
      v.description(
        'Which examples of a table or a text a limit takes: a sample of all, the same each time, or the first ones, so that the rest need not be read.',
      ),
    ),
  ),
  exclude: v.optional(
    v.pipe(
      v.string(),
      v.minLength(1),
      v.description(
        'A list of examples to leave out (*.exclude.json), as the panel writes it for the data as they are read here.',
      ),
    ),
  ),
  corrections: v.optional(
    v.pipe(
      Corrections,
      v.description('What was put right in the data, as the panel and the quick fixes of the editor write it.'),
    ),
  ),
  memory: v.optional(
    v.pipe(
      positiveInteger,
      v.description(
        "Memory for examples, in MB: what needs more is read from disk while training. A quarter of the machine's where left out.",
      ),
    ),
  ),
});
export type DataConfig = v.InferOutput<typeof DataConfig>;
