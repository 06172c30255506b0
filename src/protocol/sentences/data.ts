/** About data sets and the files that hold them. */
export const dataSentences = {
  'data.missing': 'There is no file or folder at {path}. Check the path, or choose another data set.',
} as const;
