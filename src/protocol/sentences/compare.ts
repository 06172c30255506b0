/** About runs that are compared. */
export const compareSentences = {
  'compare.otherData':
    '{one} and {other} are runs of different data, so their codes are of different examples. Choose runs of the same data, or name data that all of them can encode (--data).',
  'compare.tooFewExamples':
    '{examples} example(s) are too few to compare codes by; {least} at least are needed. Choose runs of more data.',
  'compare.noCodes': 'No codes are stored in {path}. Train the run first, or name data for it to encode (--data).',
  'compare.noEpoch':
    'No codes of epoch {epoch} are stored in {path}; those of these epochs are: {stored}. Choose one of them, or name data to encode (--data).',
  'compare.notFinite':
    'The code of example {index} by {run}, epoch {epoch}, is no finite number. Choose another epoch, or train again with a lower learning rate.',
  'compare.noNeighbours':
    'The codes of one of both models are drawn from a list, and many examples have the same one: their nearest neighbours are not told apart. The other measures hold.',
} as const;
