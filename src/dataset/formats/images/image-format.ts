import type { Format, FormatFile } from '../format';
import { frameSource, openFrames } from './frames';
import { imageKind } from './image-kind';
import { openImages } from './image-source';
import { openSpriteSheet } from './sprite-sheet';
import { openStoredFolder, openStoredFrames, openStoredSheet } from './stored-images';

/** A file of one image, on which there may be many, or of several pages or frames. */
export const imageFormat: Format = {
  name: 'images',
  sniff: (head) => imageKind(head) !== null,
  open: ({ path }) => ({
    async examples(options) {
      const frames = options.config.tile === undefined ? await openFrames(path) : null;
      return frames ? frameSource(frames, options) : openSpriteSheet(path, options);
    },
    async stored(options) {
      const frames = options.tile === undefined ? await openFrames(path) : null;
      return frames ? openStoredFrames(frames, options) : openStoredSheet(path, options);
    },
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
