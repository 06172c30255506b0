/** About layouts of the latent space. */
export const layoutSentences = {
  'layout.tooFewPoints':
    '{points} point(s) are too few for a layout by {neighbours} neighbours. Take at most {most} neighbours.',
  'layout.onePoint':
    'A layout needs at least {least} points, and there are {points}. Choose more of them, or a larger data set.',
  'layout.perplexityTooHigh':
    '{points} points are too few for a perplexity of {perplexity}, which needs three times as many neighbours. Take at most {most}.',
  'layout.notFinite':
    'The codes of {count} example(s) are no finite numbers, the first that of example {index}. Choose another epoch, or train again with a lower learning rate.',
  'layout.allEqual':
    'All {points} points are at one place, so there is nothing to lay out. Choose a later epoch, or train again with a lower weight of the KL divergence.',
  'layout.busy': 'The points are being laid out already. Stop that first.',
  'layout.stopped':
    'The process that lays the points out has ended ({reason}). Try again with fewer points or neighbours.',
  'layout.noPlaces': 'No example has a number in each of the columns {columns}. Choose other columns for the axes.',
  'layout.noSelection':
    'The run in {path} keeps no selection {name} of its data. It keeps: {names}. Keep one by its name in the panel.',
  'layout.noCodes': 'No codes are stored in {path}. Name the data to lay out (--data), or train the run first.',
} as const;
