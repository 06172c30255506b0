import { arrayOriginals } from './array-originals';
import { columnarOriginals } from './columnar-originals';
import { imageOriginals } from './image-originals';
import type { Original } from './original';
import { scientificOriginals } from './scientific-originals';
import { tableOriginals } from './table-originals';

/** Of all formats. A reader of another joins by adding its own. */
export const originals: readonly Original[] = [
  ...arrayOriginals,
  ...tableOriginals,
  ...columnarOriginals,
  ...imageOriginals,
  ...scientificOriginals,
];
