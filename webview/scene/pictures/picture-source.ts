import type { Images } from '../../images';

/** Asks for the pictures of some examples: each as images of one. */
export type PictureSource = (indices: readonly number[]) => Promise<readonly Images[]>;
