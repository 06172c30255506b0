/**
 * A trained part of a model as a plain list of small operations on tensors, images in the order height, width, channel. It is what
 * every format is written from.
 */
export interface Program {
  readonly inputs: readonly Named[];
  /** Each after those whose outputs it reads. */
  readonly steps: readonly Step[];
  readonly outputs: readonly Named[];
}

export interface Named {
  readonly name: string;
  readonly value: Value;
}

/** A length of a dimension: a number, or a multiple of how many examples there are. */
export type Dimension = number | { readonly perExample: number };
export type Shape = readonly Dimension[];

export type ElementType = 'float32' | 'int32' | 'bool';
export type Elements = Float32Array | Int32Array | Uint8Array;

/** A tensor. Which one it is, is told by the object itself. */
export interface Value {
  readonly shape: Shape;
  readonly type: ElementType;
  readonly source: Source;
}

/** Where a tensor comes from: given with each call, learned, set, or computed. */
export type Source =
  | { readonly kind: 'input'; readonly name: string }
  | { readonly kind: 'weight'; readonly name: string; readonly elements: Float32Array }
  | { readonly kind: 'constant'; readonly elements: Elements }
  | { readonly kind: 'computed' };

export interface Step {
  readonly operation: Operation;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
}

/** Of each number by itself. */
export const unaryNames = [
  'abs',
  'elu',
  'exp',
  'floor',
  'isNan',
  'log',
  'negative',
  'not',
  'relu',
  'round',
  'rsqrt',
  'sigmoid',
  'softplus',
  'sqrt',
  'square',
  'tanh',
] as const;
export type UnaryName = (typeof unaryNames)[number];

/** Of two tensors whose shapes go together by broadcasting. */
export const binaryNames = [
  'add',
  'and',
  'divide',
  'equal',
  'greater',
  'greaterEqual',
  'less',
  'lessEqual',
  'maximum',
  'minimum',
  'multiply',
  'subtract',
] as const;
export type BinaryName = (typeof binaryNames)[number];

export type ReductionName = 'sum' | 'mean' | 'max' | 'min';

/** How much is added to a dimension of images before a convolution, or taken away after a transposed one. */
export type Margin = readonly [before: number, after: number];

/** Of height and width. */
export interface Window {
  readonly strides: readonly [number, number];
  readonly margins: readonly [Margin, Margin];
  /** Whether the margins are those of TensorFlow's padding of that name; else there are none. */
  readonly isSame: boolean;
}

/** What a step does. Axes count from 0. */
export type Operation =
  | { readonly op: UnaryName }
  | { readonly op: BinaryName }
  /** The second input where the first, bool, says so, else the third. */
  | { readonly op: 'select' }
  /** Products of the last two dimensions. */
  | { readonly op: 'product'; readonly transposeA: boolean; readonly transposeB: boolean }
  /** Of [batch, h, w, channels] by a kernel [rows, columns, channels, filters]. */
  | ({ readonly op: 'convolution' } & Window)
  /**
   * Of [batch, h, w, channels] by a kernel [rows, columns, filters, channels]: its margins are taken off the whole; a negative one is
   * of zeros that are added.
   */
  | ({ readonly op: 'transposedConvolution' } & Window)
  | { readonly op: 'reshape' }
  | { readonly op: 'transpose'; readonly order: readonly number[] }
  | { readonly op: 'concat'; readonly axis: number }
  | { readonly op: 'split'; readonly axis: number }
  | { readonly op: 'stack'; readonly axis: number }
  | { readonly op: 'unstack'; readonly axis: number }
  | { readonly op: 'slice'; readonly begin: readonly number[] }
  | { readonly op: 'tile'; readonly times: Shape }
  | { readonly op: ReductionName; readonly axes: readonly number[]; readonly keepDims: boolean }
  | { readonly op: 'argMax' | 'argMin'; readonly axis: number }
  /** A new last dimension; all 0 for an index beyond it. */
  | { readonly op: 'oneHot'; readonly depth: number }
  /** To the type of the output. */
  | { readonly op: 'cast' }
  /** Rows of the first input along an axis, by indices, the second. */
  | { readonly op: 'gather'; readonly axis: number }
  /** Over the last dimension. */
  | { readonly op: 'softmax' }
  | { readonly op: 'clip'; readonly low: number; readonly high: number };

/** An operation of a name. */
export type OperationOf<Name extends Operation['op']> = Extract<Operation, { readonly op: Name }>;

export function isUnary(operation: Operation): operation is { readonly op: UnaryName } {
  return (unaryNames as readonly string[]).includes(operation.op);
}

export function isBinary(operation: Operation): operation is { readonly op: BinaryName } {
  return (binaryNames as readonly string[]).includes(operation.op);
}

/** A dimension that is the same for any number of examples. @throws Error for another. */
export function fixed(dimension: Dimension): number {
  if (typeof dimension !== 'number') throw new Error('A dimension depends on how many examples there are');
  return dimension;
}

/** The values that a step reads and that no step gives: weights, constants and inputs. Each once. */
export function leavesOf({ steps, outputs }: Program): readonly Value[] {
  const all = [...steps.flatMap(({ inputs }) => inputs), ...outputs.map(({ value }) => value)];
  return [...new Set(all)].filter(({ source }) => source.kind !== 'computed');
}
