const sharpest = 2;

/** Device pixels that are drawn for a CSS pixel. */
export function pixelRatio(): number {
  return Math.min(sharpest, window.devicePixelRatio);
}
