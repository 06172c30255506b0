import { join } from 'node:path';
import type { SourceLocation } from '../../../protocol/data';
import type { FileState } from '../../store/row-index';
import { decodeImage, readImageHead } from './decode';
import { stateOf } from './earlier-load';
import type { Picture, PictureHead } from './picture';

/** Where images lie, each under a name that no other has. */
export interface ImagePlace {
  /** By which it is seen whether an image has changed. One that is not there has a state that none is in. */
  state(name: string): Promise<FileState>;
  /** What its head tells. @throws ImageFailure. */
  head(name: string): Promise<PictureHead & FileState>;
  /** @throws ImageFailure. */
  decode(name: string): Promise<FileState & { readonly picture: Picture }>;
  location(name: string): SourceLocation;
  /** What it is called where nothing else says where it lies. */
  title(name: string): string;
  /** Lets go of files, until the next image is asked for. */
  close(): Promise<void>;
}

/** Files in a folder, and below, by their paths from there. */
export function folderPlace(folder: string): ImagePlace {
  return {
    state: (name) => stateOf(join(folder, name)),
    head: (name) => readImageHead(join(folder, name)),
    decode: (name) => decodeImage(join(folder, name)),
    location: (name) => ({ path: join(folder, name) }),
    title: (name) => join(folder, name),
    close: async () => {},
  };
}
