/**
 * What one dimension of images is padded by in a convolution, cut at its end to what the last of the `positions` of its
 * `taps` reaches. Undefined if that end lies inside of the image.
 */
export function paddingOf(
  size: number,
  positions: number,
  taps: number,
  stride: number,
  isSame: boolean,
): readonly [number, number] | undefined {
  const reach = (positions - 1) * stride + taps;
  const before = isSame ? Math.floor(Math.max(0, reach - size) / 2) : 0;
  const after = reach - size - before;
  return after < 0 ? undefined : [before, after];
}
