import * as tf from '@tensorflow/tfjs';
import type { Check, Given } from './check';
import { numbersWithin, sizeOf, wholeNumbers, written } from './numbers';

/** Operations that put numbers in other places. */
export function arrangementChecks(): Check[] {
  return [
    ...[
      [1, 1],
      [1, 5],
      [3, 2],
      [17, 33],
    ].flatMap((shape) => [transposition(shape, [1, 0]), tiling(shape), joining(shape), splitting(shape)]),
    ...[
      [2, 3, 4],
      [1, 5, 3],
    ].flatMap((shape) => [
      transposition(shape, [1, 0, 2]),
      transposition(shape, [2, 0, 1]),
      ...[1, 2, 3].map((size) => cutting(shape, size)),
    ]),
    ...[
      [1, 1, 3, 1, 2],
      [2, 5, 3, 4, 3],
    ].map((shape) => parting(shape)),
    filling(1),
    filling(19),
    ordering(1, 1),
    ordering(3, 19),
    ...[1, 2, 7].flatMap((rows) => [oneHot(rows, 2), oneHot(rows, 5), gathering(rows, 1), gathering(rows, 6)]),
  ];
}

function check(kernel: string, given: readonly Given[], compute: Check['compute'], values: readonly number[]): Check {
  return { sizes: given.map(({ shape }) => written(shape)).join(), given, compute, expected: [{ kernel, values }] };
}

/** The value for each place of a shape. */
function fill(shape: readonly number[], value: (place: readonly number[]) => number): number[] {
  return Array.from({ length: sizeOf(shape) }, (_, i) => {
    const place: number[] = [];
    let rest = i;
    for (const length of shape.toReversed()) {
      place.unshift(rest % length);
      rest = Math.floor(rest / length);
    }
    return value(place);
  });
}

function at({ shape, values }: Given, place: readonly number[]): number {
  return values[place.reduce((index, position, axis) => index * shape[axis] + position, 0)];
}

function transposition(shape: readonly number[], order: number[]): Check {
  const x = wholeNumbers(shape, 12);
  const turned = order.map((axis) => shape[axis]);
  const values = fill(turned, (place) => {
    const from: number[] = [];
    for (const [i, axis] of order.entries()) from[axis] = place[i];
    return at(x, from);
  });
  return check('Transpose', [x], (x) => [tf.transpose(x, order)], values);
}

/** Queries, keys and values apart, in the order of heads; and these in another order. */
function parting(shape: readonly number[]): Check {
  const x = wholeNumbers(shape, 21);
  const [batch, places, , heads, depth] = shape;
  const parts = [1, 2, 0].flatMap((part) =>
    fill([batch, heads, places, depth], ([b, head, place, i]) => at(x, [b, place, part, head, i])),
  );
  const compute = (x: tf.Tensor) => {
    const [q, k, v] = tf.unstack(tf.transpose(x, [2, 0, 3, 1, 4]));
    return [tf.stack([k, v, q])];
  };
  return check('Unpack', [x], compute, parts);
}

function tiling([rows, columns]: readonly number[]): Check {
  const x = wholeNumbers([rows, columns], 13);
  const values = fill([rows, 3, columns], ([row, , column]) => at(x, [row, column]));
  return check('Tile', [x], (x) => [tf.tile(tf.expandDims(x, 1), [1, 3, 1])], values);
}

function joining([rows, columns]: readonly number[]): Check {
  const [a, b] = [wholeNumbers([rows, columns], 14), wholeNumbers([rows, 2], 15)];
  const values = fill([rows, columns + 2], ([row, column]) =>
    column < columns ? at(a, [row, column]) : at(b, [row, column - columns]),
  );
  return check('ConcatV2', [a, b], (a, b) => [tf.concat([a, b], 1)], values);
}

/** Apart, and together again in the other order, on top of each other. */
function splitting([rows, columns]: readonly number[]): Check {
  const x = wholeNumbers([2 * rows + 1, columns], 16);
  const values = fill([2, rows, columns], ([half, row, column]) => at(x, [half === 0 ? row + rows : row, column]));
  return check(
    'SplitV',
    [x],
    (x) => {
      const [first, second] = tf.split(x, [rows, rows, 1]);
      return [tf.stack([second, first])];
    },
    values,
  );
}

function cutting(shape: readonly number[], size: number): Check {
  const x = wholeNumbers(shape, 17);
  const last = Math.min(size, shape[2]);
  const padded = fill([shape[0], shape[1] + 1, last + 2], ([a, b, c]) =>
    b === 0 || c < 1 || c > last ? 0 : at(x, [a, b - 1, shape[2] - last + c - 1]),
  );
  return check(
    'Pad',
    [x],
    (x) => {
      const cut = tf.slice(x, [0, 0, shape[2] - last], [shape[0], shape[1], last]);
      return [
        tf.pad(cut, [
          [0, 0],
          [1, 0],
          [1, 1],
        ]),
      ];
    },
    padded,
  );
}

function filling(size: number): Check {
  const x = wholeNumbers([size], 19);
  const values = x.values.map((value) => 3 * value);
  return check('Fill', [x], (x) => [tf.mul(x, tf.fill([size], 3))], values);
}

function oneHot(places: number, symbols: number): Check {
  const codes: Given = {
    shape: [places],
    values: Array.from({ length: places }, (_, i) => (3 * i) % symbols),
    dtype: 'int32',
  };
  const values = fill([places, symbols], ([place, symbol]) => (codes.values[place] === symbol ? 1 : 0));
  return check('OneHot', [codes], (codes) => [tf.cast(tf.oneHot(codes, symbols), 'float32')], values);
}

/** Rows, and columns: by indices that are the same in each run, as those of models are. */
function gathering(rows: number, columns: number): Check {
  const x = wholeNumbers([rows, columns], 18);
  const [some, others] = [rows, columns].map((count) => Array.from({ length: count + 2 }, (_, i) => (5 * i) % count));
  const values = fill([rows + 2, columns + 2], ([row, column]) => at(x, [some[row], others[column]]));
  const compute = (x: tf.Tensor) => [
    tf.gather(tf.gather(x, tf.tensor1d(some, 'int32'), 0), tf.tensor1d(others, 'int32'), 1),
  ];
  return check('GatherV2', [x], compute, values);
}

/** The places of a row's numbers, the greatest first, and numbers taken by computed places. */
function ordering(rows: number, columns: number): Check {
  const x = numbersWithin(-5, 5, [rows, columns], 20);
  const inRow = (row: number) => x.values.slice(row * columns, (row + 1) * columns);
  const ordered = Array.from({ length: rows }, (_, row) => inRow(row).toSorted((a, b) => b - a)).flat();
  return check(
    'TopKV2',
    [x],
    (x) => {
      const begins = tf.tensor2d(
        Array.from({ length: rows }, (_, row) => row * columns),
        [rows, 1],
        'int32',
      );
      const places = tf.add(tf.topk(x, columns).indices, begins);
      return [tf.gather(tf.reshape(x, [-1]), tf.reshape(places, [-1]))];
    },
    ordered,
  );
}
