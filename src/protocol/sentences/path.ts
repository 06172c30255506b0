/** About paths and directions through the latent space, and about codes that are chosen from a list. */
export const pathSentences = {
  'path.discrete':
    'The codes of this model are drawn from a list, and between them nothing is decoded: no path leads from one to another. Take a model whose codes are continuous.',
  'code.notDiscrete':
    'The codes of this model may be any numbers: none of them is chosen from a list. Look at its dimensions instead.',
  'code.none':
    'There is no number {number}: of that there are {count}. Open the panel again, it may be of another run.',
  'path.samePlace': 'Points {first} and {second} have the same code, so there is nothing between them. Choose another.',
  'path.notFinite':
    'The code of point {point} is no finite number. Choose another point or another epoch, or train again with a lower learning rate.',
  'path.noArc':
    'There is no one arc from point {first} to point {second}: one of them is 0, or they lie opposite each other about it. Go by another path.',
  'path.unconnected':
    'No chain of nearest neighbours leads from point {first} to point {second}: they lie among codes that are not connected. Go by another path, or over a point between them.',
  'path.written':
    'The decoder writes texts symbol by symbol, which changes in jumps: it has no slope to look for a geodesic by. Go by another path.',
  'direction.empty':
    'Set {set} has no example whose code is a finite number, so that it has no mean. Choose another set, or another epoch.',
  'direction.same':
    'The codes of both sets have the same mean, so that no direction leads from one to the other. Choose another set.',
  'direction.tooFew':
    'A probe needs {least} examples in either set that are not in the other. Choose larger sets, or take the difference of their means.',
} as const;
