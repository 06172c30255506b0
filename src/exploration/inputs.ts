import type { Dataset } from '../dataset';

/** Inputs as the model sees them, row by row. */
export interface Inputs {
  readonly values: Uint8Array | Float32Array;
  /** Numbers of an input. */
  readonly width: number;
  /** Numbers stand for symbols, not for amounts: inputs are as far apart as they have different ones. */
  readonly areSymbols: boolean;
}

export function inputsOf({ values, summary }: Dataset): Inputs {
  return { values, width: values.length / summary.examples, areSymbols: summary.kind === 'text' };
}

/** The value that is 1 in the model's units. */
export function unitOf({ values, areSymbols }: Inputs): number {
  return values instanceof Uint8Array && !areSymbols ? 255 : 1;
}

/** Euclidean, in the model's units (pixels from 0 to 1); of symbols the root of how many differ. */
export function inputDistance(inputs: Inputs, a: number, b: number): number {
  const { values, width, areSymbols } = inputs;
  let squared = 0;
  for (let i = a * width, j = b * width; i < (a + 1) * width; i++, j++) {
    squared += areSymbols ? Number(values[i] !== values[j]) : (values[i] - values[j]) ** 2;
  }
  return Math.sqrt(squared) / unitOf(inputs);
}
