export type Dimensions = readonly [height: number, width: number, channels: number];

/** Text, of the shape [length, symbols], is an image of one row, with a channel for each symbol. */
export function isText(shape: readonly number[]): boolean {
  return shape.length === 2;
}

/** The image, and what each stride-2 convolution makes of it, e.g. 28x28x1, 14x14x32, 7x7x64. */
export function halvings(shape: readonly number[], filters: readonly number[]): Dimensions[] {
  const [height, width, channels] = isText(shape) ? [1, ...shape] : shape;
  const stages: Dimensions[] = [[height, width, channels]];
  for (const count of filters) {
    const [height, width] = stages[stages.length - 1];
    stages.push([Math.ceil(height / 2), Math.ceil(width / 2), count]);
  }
  return stages;
}
