import type { BinaryName, Operation, UnaryName, Value } from '../program';
import type { PythonLayer } from './layers';

/** What a step reads, in Python. */
export interface Argument {
  readonly text: string;
  readonly value: Value;
}

/** How a library's code says what steps do. */
export interface Dialect {
  readonly unary: Readonly<Record<UnaryName, (x: string) => string>>;
  /** Other than by Python's own operators. */
  readonly binary: Readonly<Partial<Record<BinaryName, (a: Argument, b: Argument) => string>>>;
  /** Neither unary nor binary, and no layer. @param output The first. @param batch What tells how many examples there are. */
  other(operation: Operation, inputs: readonly Argument[], outputs: readonly Value[]): string;
  /** How many examples there are, of an input. */
  examples(input: string): string;
  /** What makes a layer in the constructor. */
  layer(layer: PythonLayer): string;
  /** What applies it. */
  apply(layer: PythonLayer, x: string): string;
  /** Weights that are of no layer, and constants. */
  held(kind: 'weight' | 'constant', name: string, value: Value): string;
}

/** A valid name in Python for a weight or a layer. */
export function identifier(name: string): string {
  return name.replace(/\W/g, '_');
}

/** Of a variable that tells how many examples there are. */
export const examplesName = 'examples';

/** A list or tuple of lengths; one that is free may be left to be inferred. */
export function inferred(shape: Value['shape']): string {
  return shape.map((length) => (typeof length === 'number' ? length : -1)).join(', ');
}

export function repetitions(times: Value['shape']): string {
  return times
    .map((count) => {
      if (typeof count === 'number') return count;
      return count.perExample === 1 ? examplesName : `${count.perExample} * ${examplesName}`;
    })
    .join(', ');
}

/** What Python has between brackets for a part of a tensor. */
export function ranges(begin: readonly number[], input: Value, output: Value): string {
  const all = output.shape.map((size, axis) => {
    if (typeof size !== 'number' || (begin[axis] === 0 && size === input.shape[axis])) return ':';
    return `${begin[axis] === 0 ? '' : begin[axis]}:${begin[axis] + size}`;
  });
  while (all.length > 1 && all.at(-1) === ':') all.pop();
  return all.join(', ');
}

/** A number of float32 as short as it can be written, and never as a whole number. */
export function float(value: number): string {
  if (Number.isNaN(value)) return 'math.nan';
  if (!Number.isFinite(value)) return value < 0 ? '-math.inf' : 'math.inf';
  let text = String(value);
  for (let digits = 1; digits <= 9; digits++) {
    if (Math.fround(Number(value.toPrecision(digits))) !== value) continue;
    text = String(Number(value.toPrecision(digits)));
    break;
  }
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}
