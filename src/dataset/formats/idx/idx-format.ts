import { UserError } from '../../../protocol/errors';
import { arrayFile } from '../arrays/array-format';
import { labelsOfIdx } from '../arrays/located-labels';
import type { Format } from '../format';
import { isIdxMagic, readIdxHead } from './idx';

/** Images of MNIST's format, with the labels that lie beside them. */
export const idxFormat: Format = {
  name: 'idx',
  sniff: isIdxMagic,
  open: ({ path }) =>
    arrayFile('idx', {
      head: ({ signal }) => readIdxHead(path, signal),
      labels: labelsOfIdx,
      check({ shape }) {
        if (shape.length === 1) throw new UserError('data.idx.labels', { path, count: shape[0] });
      },
    }),
};
