/** About an example that a person gives, to be encoded by a model. */
export const givenSentences = {
  'given.needsPicture': 'This model was trained on images, and what was given is text. Drop or paste a picture file.',
  'given.needsText': 'This model was not trained on images. Paste a text, a row, or numbers, as its data have them.',
  'given.notPicture':
    'What was given is no picture that can be read. Give a PNG, JPEG, WebP, TIFF, GIF, BMP or PNM file.',
  'given.empty': 'There is nothing in what was given. Paste a text, a row, or numbers.',
  'given.notJson': 'The row begins like JSON and is none ({reason}). Correct it, or paste it as CSV.',
  'given.cells':
    'The row has {cells} cells, and the data have {columns} columns, {features} of which the model sees. Paste as many, or the names of the columns above the row.',
  'given.numbers':
    'What was given has {actual} numbers, and an example has {expected}. Paste as many, separated by commas.',
  'given.notNumber': '{value} is no number, and the examples of this model are numbers. Correct it.',
  'given.several': '{count} examples were given. The first is shown.',
} as const;
