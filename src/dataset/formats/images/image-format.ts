import type { Format, FormatFile } from '../format';
import { imageKind } from './image-kind';
import { openImages } from './image-source';
import { openSpriteSheet } from './sprite-sheet';
import { openStoredFolder, openStoredSheet } from './stored-images';

/** A file of one image, on which there may be many. */
export const imageFormat: Format = {
  name: 'images',
  sniff: (head) => imageKind(head) !== null,
  open: ({ path }) => ({
    examples: (options) => openSpriteSheet(path, options),
    stored: (options) => openStoredSheet(path, options),
    isDataSet: async () => false,
  }),
};

/** A folder of images. */
export function imageFolder(path: string): FormatFile {
  return {
    examples: (options) => openImages(path, options),
    stored: (options) => openStoredFolder(path, options),
    isDataSet: async () => true,
  };
}
