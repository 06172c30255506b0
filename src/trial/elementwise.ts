import * as tf from '@tensorflow/tfjs';
import { digamma, lgamma } from '../model/special-functions';
import type { Check } from './check';
import { numbersWithin, wholeNumbers, written } from './numbers';

type Unary = readonly [kernel: string, compute: (x: tf.Tensor) => tf.Tensor, f: (x: number) => number];
type Binary = readonly [
  kernel: string,
  compute: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor,
  f: (a: number, b: number) => number,
];

const ofAnything: readonly Unary[] = [
  ['Neg', (x) => tf.neg(x), (x) => -x],
  ['Exp', (x) => tf.exp(x), Math.exp],
  ['Sigmoid', (x) => tf.sigmoid(x), (x) => 1 / (1 + Math.exp(-x))],
  ['Softplus', (x) => tf.softplus(x), (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))],
  ['Tanh', (x) => tf.tanh(x), Math.tanh],
  ['Elu', (x) => tf.elu(x), (x) => (x >= 0 ? x : Math.expm1(x))],
  ['Relu', (x) => tf.relu(x), (x) => Math.max(0, x)],
  ['Abs', (x) => tf.abs(x), Math.abs],
  ['Square', (x) => tf.square(x), (x) => x * x],
  ['AddN', (x) => tf.addN([x, tf.square(x), x]), (x) => x + x * x + x],
  ['Round', (x) => tf.round(tf.mul(x, 3)), (x) => roundToEven(3 * x)],
  ['OnesLike', (x) => tf.onesLike(x), () => 1],
  ['Expm1', (x) => tf.expm1(x), Math.expm1],
  ['ZerosLike', (x) => tf.zerosLike(x), () => 0],
  ['Minimum', (x) => tf.clipByValue(x, -1.5, 2.5), (x) => Math.min(Math.max(x, -1.5), 2.5)],
];

const ofPositive: readonly Unary[] = [
  ['Log', (x) => tf.log(x), Math.log],
  ['Sqrt', (x) => tf.sqrt(x), Math.sqrt],
  ['Rsqrt', (x) => tf.rsqrt(x), (x) => 1 / Math.sqrt(x)],
  ['Lgamma', (x) => lgamma(x), (x) => fromFarUp(x, stirling, Math.log)],
  ['Digamma', (x) => digamma(x), (x) => fromFarUp(x, stirlingSlope, (x) => 1 / x)],
];

const binary: readonly Binary[] = [
  ['Add', (a, b) => tf.add(a, b), (a, b) => a + b],
  ['Sub', (a, b) => tf.sub(a, b), (a, b) => a - b],
  ['Mul', (a, b) => tf.mul(a, b), (a, b) => a * b],
  ['RealDiv', (a, b) => tf.div(a, b), (a, b) => a / b],
  ['Maximum', (a, b) => tf.maximum(a, b), Math.max],
  ['Minimum', (a, b) => tf.minimum(a, b), Math.min],
  ['GreaterEqual', (a, b) => tf.cast(tf.greaterEqual(a, b), 'float32'), (a, b) => (a >= b ? 1 : 0)],
  ['Less', (a, b) => tf.cast(tf.less(a, b), 'float32'), (a, b) => (a < b ? 1 : 0)],
  ['LogicalNot', (a, b) => tf.cast(tf.logicalNot(tf.greaterEqual(a, b)), 'float32'), (a, b) => (a >= b ? 0 : 1)],
  ['Greater', (a, b) => tf.cast(tf.greater(a, b), 'float32'), (a, b) => (a > b ? 1 : 0)],
  ['Select', (a, b) => tf.where(tf.greaterEqual(a, b), tf.neg(a), tf.mul(b, 2)), (a, b) => (a >= b ? -a : 2 * b)],
];

/** One number, fewer than a processor takes at once, some left over, and many. */
const shapes = [[1], [3], [2, 19], [33, 65]] as const;

/** The second operand is repeated along the dimensions where it has one. */
const pairs = [
  [[1], [1]],
  [
    [3, 5],
    [3, 5],
  ],
  [[3, 5], [5]],
  [
    [4, 3],
    [4, 1],
  ],
  [[2, 3, 4], []],
  [[33, 65], [65]],
] as const;

export function elementwiseChecks(): Check[] {
  return [
    ...shapes.flatMap((shape) => [
      ...ofAnything.map((operation) => unaryCheck(operation, shape, -6, 6)),
      ...ofPositive.map((operation) => unaryCheck(operation, shape, 0.01, 30)),
    ]),
    ...pairs.flatMap(([a, b]) => binary.filter(([kernel]) => isFor(kernel, a, b)).map((op) => binaryCheck(op, a, b))),
    maximumGradient(),
    wholeCast(),
  ];
}

/** Models choose between tensors of the same shape. */
function isFor(kernel: string, a: readonly number[], b: readonly number[]): boolean {
  return kernel !== 'Select' || a.join() === b.join();
}

function unaryCheck([kernel, compute, f]: Unary, shape: readonly number[], low: number, high: number): Check {
  const x = numbersWithin(low, high, shape, 4);
  return {
    sizes: written(shape),
    given: [x],
    compute: (x) => [compute(x)],
    expected: [{ kernel, values: x.values.map(f) }],
  };
}

function binaryCheck([kernel, compute, f]: Binary, a: readonly number[], b: readonly number[]): Check {
  const first = numbersWithin(-5, 5, a, 5);
  const second = {
    shape: b,
    values: numbersWithin(1, 5, b, 6).values.map((value, i) => (i % 3 === 0 ? -value : value)),
  };
  // b is of the last dimensions of a, or has one value for each of its rows.
  const repeated = b.length === 2 && b[1] === 1 && a[1] !== 1 ? a[1] : 1;
  const other = (i: number) => second.values[Math.floor(i / repeated) % second.values.length];
  return {
    sizes: `${written(a)}, ${written(b)}`,
    given: [first, second],
    compute: (a, b) => [compute(a, b)],
    expected: [{ kernel, values: first.values.map((value, i) => f(value, other(i))) }],
  };
}

/** That of free bits: it is passed on where the number is not below the other. */
function maximumGradient(): Check {
  const [x, dy] = [wholeNumbers([7], 7), wholeNumbers([7], 8)];
  return {
    sizes: '7',
    given: [x, dy],
    compute: (x, dy) => [tf.grad((x) => tf.sum(tf.mul(tf.maximum(x, 0.5), dy)))(x)],
    expected: [{ kernel: 'GreaterEqual', values: x.values.map((value, i) => (value >= 0.5 ? dy.values[i] : 0)) }],
  };
}

function wholeCast(): Check {
  const x = wholeNumbers([13], 9);
  return {
    sizes: '13',
    given: [x],
    compute: (x) => [tf.cast(tf.cast(x, 'int32'), 'float32')],
    expected: [{ kernel: 'Cast', values: x.values }],
  };
}

function roundToEven(x: number): number {
  const low = Math.floor(x);
  const rest = x - low;
  if (rest !== 0.5) return rest < 0.5 ? low : low + 1;
  return low % 2 === 0 ? low : low + 1;
}

/** log Gamma(x), x of some hundreds, and its derivative. */
function stirling(x: number): number {
  return (x - 0.5) * Math.log(x) - x + Math.log(2 * Math.PI) / 2 + 1 / (12 * x);
}

function stirlingSlope(x: number): number {
  return Math.log(x) - 1 / (2 * x) - 1 / (12 * x * x);
}

/** f(x) of f(x + 1) = f(x) + step(x), from where f is known by its series. */
function fromFarUp(x: number, series: (x: number) => number, step: (x: number) => number): number {
  const steps = 300;
  let sum = 0;
  for (let i = 0; i < steps; i++) sum += step(x + i);
  return series(x + steps) - sum;
}
