import { columnarFile } from '../columnar/columnar-format';
import type { Format } from '../format';
import { cifarLayout, openCifarFile } from './cifar-file';

/** The binary version of CIFAR-10 and CIFAR-100: labels, and images of 32 x 32. */
export const cifarFormat: Format = {
  name: 'cifar',
  sniff: () => false,
  isNamed: (head) => cifarLayout(head) !== null,
  open: ({ path }) => columnarFile('cifar', path, openCifarFile),
};
