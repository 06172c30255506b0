import { layoutOf } from '../formats/arrays/array-layout';

/** Where the pixels of an example lie. */
export interface ImageLayout {
  readonly height: number;
  readonly width: number;
  /** 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha. */
  readonly channels: number;
  /** [channels, height, width] instead of [height, width, channels]. */
  readonly channelsFirst: boolean;
}

/** As models see arrays of this shape, and besides with an alpha channel. Null for what is no images. */
export function imageLayoutOf(shape: readonly number[]): ImageLayout | null {
  const layout = layoutOf(shape);
  if (layout?.kind === 'images') {
    const [height, width, channels] = layout.shape;
    return { height, width, channels, channelsFirst: layout.channelsFirst };
  }
  const [, height, width, channels] = shape;
  const hasAlpha = shape.length === 4 && (channels === 2 || channels === 4) && height > 0 && width > 0;
  return hasAlpha ? { height, width, channels, channelsFirst: false } : null;
}
