import * as tf from '@tensorflow/tfjs';
import { type Encoding, widthOf } from '../dataset';
import type { Ports } from './recording';

/** How raw data become a model's inputs, and its outputs raw data again, as operations that a program can have. */
export interface RawData {
  /** From inputs that it asks for to [rows, features], or to texts as a model takes them, [rows, length]. */
  read(ports: Ports): tf.Tensor2D;
  /** From E[x|z], [rows, features], by name. */
  write(mean: tf.Tensor2D): Readonly<Record<string, tf.Tensor>>;
}

/** By what a run has written down of its data: the data themselves may be gone. */
export function rawDataOf(encoding: Encoding): RawData {
  switch (encoding.kind) {
    case 'pixels':
      return pixels(encoding);
    case 'columns':
      return columns(encoding);
    case 'text':
      return text(encoding);
  }
}

function pixels({ shape, offset, scale }: Extract<Encoding, { kind: 'pixels' }>): RawData {
  const features = shape[0] * shape[1] * shape[2];
  return {
    read(ports) {
      const flat = tf.reshape(ports.input('x', shape), [ports.rows, features]) as tf.Tensor2D;
      return tf.clipByValue(scaled(flat, -offset, 1 / scale), 0, 1);
    },
    write: (mean) => ({ reconstruction: tf.reshape(unscaled(mean, scale, offset), [mean.shape[0], ...shape]) }),
  };
}

function scaled(x: tf.Tensor2D, shift: number, factor: number): tf.Tensor2D {
  const shifted = shift === 0 ? x : tf.add<tf.Tensor2D>(x, shift);
  return factor === 1 ? shifted : tf.mul(shifted, factor);
}

function unscaled(x: tf.Tensor2D, factor: number, shift: number): tf.Tensor2D {
  const wide = factor === 1 ? x : tf.mul<tf.Tensor2D>(x, factor);
  return shift === 0 ? wide : tf.add(wide, shift);
}

function text({ length, alphabet }: Extract<Encoding, { kind: 'text' }>): RawData {
  const symbols = alphabet.length + 2;
  return {
    read: (ports) => tf.div(tf.cast(ports.input('x', [length], 'int32'), 'float32'), 255) as tf.Tensor2D,
    write(mean) {
      const probabilities = tf.reshape(mean, [mean.shape[0], length, symbols]);
      return { reconstruction: tf.argMax(probabilities, 2), probabilities };
    },
  };
}

type Columns = Extract<Encoding, { kind: 'columns' }>;
type Numeric = Extract<Columns['columns'][number], { type: 'numeric' }>;

/** Numbers are one input, and categories, by their places in the column's list, another; both in the order of the columns. */
function columns(encoding: Columns): RawData {
  const numeric = encoding.columns.filter((column): column is Numeric => column.type === 'numeric');
  const groups = encoding.columns.filter(({ type }) => type === 'category').map(widthOf);
  const pieces = piecesOf(encoding);
  const means = Float32Array.from(numeric, ({ mean }) => mean);
  const deviations = Float32Array.from(numeric, ({ deviation }) => deviation);
  const isAsItIs = numeric.every(({ mean, deviation }) => mean === 0 && deviation === 1);
  return {
    read(ports) {
      const parts = new Map<Piece['kind'], tf.Tensor2D[]>();
      if (numeric.length > 0) {
        const x = ports.input('x', [numeric.length]) as tf.Tensor2D;
        const inputs = isAsItIs ? x : tf.div<tf.Tensor2D>(tf.sub(x, tf.tensor1d(means)), tf.tensor1d(deviations));
        // A missing number is the mean.
        const known = tf.where(tf.isNaN(x), tf.zerosLike(inputs), inputs) as tf.Tensor2D;
        const widths = pieces.filter(({ kind }) => kind === 'numbers').map(({ width }) => width);
        parts.set('numbers', widths.length === 1 ? [known] : tf.split(known, widths, 1));
      }
      if (groups.length > 0) {
        const codes = ports.input('categories', [groups.length], 'int32');
        const each = groups.length === 1 ? [codes] : tf.split(codes, groups.length, 1);
        parts.set(
          'category',
          each.map((own, i) => tf.cast(tf.oneHot(tf.reshape(own, [ports.rows]), groups[i]), 'float32') as tf.Tensor2D),
        );
      }
      const inOrder = pieces.map(({ kind }) => parts.get(kind)!.shift()!);
      return inOrder.length === 1 ? inOrder[0] : tf.concat(inOrder, 1);
    },
    write(mean) {
      const widths = pieces.map(({ width }) => width);
      const parts = widths.length === 1 ? [mean] : tf.split<tf.Tensor2D>(mean, widths, 1);
      const numbers = parts.filter((_, i) => pieces[i].kind === 'numbers');
      const probabilities = parts.filter((_, i) => pieces[i].kind === 'category');
      const restored = (own: tf.Tensor2D) =>
        isAsItIs ? own : tf.add<tf.Tensor2D>(tf.mul(own, tf.tensor1d(deviations)), tf.tensor1d(means));
      return {
        ...(numbers.length > 0 && { reconstruction: restored(joined(numbers)) }),
        ...(probabilities.length > 0 && {
          reconstructed_categories: joined(
            probabilities.map((own) => tf.reshape(tf.argMax(own, 1), [mean.shape[0], 1]) as tf.Tensor2D),
          ),
          category_probabilities: joined(probabilities),
        }),
      };
    },
  };
}

function joined(parts: readonly tf.Tensor2D[]): tf.Tensor2D {
  return parts.length === 1 ? parts[0] : tf.concat([...parts], 1);
}

/** Columns that follow each other: numbers, or one of categories. */
interface Piece {
  readonly kind: 'numbers' | 'category';
  readonly width: number;
}

function piecesOf({ columns }: Columns): Piece[] {
  const pieces: Piece[] = [];
  for (const column of columns) {
    const last = pieces.at(-1);
    if (column.type === 'category') pieces.push({ kind: 'category', width: widthOf(column) });
    else if (last?.kind === 'numbers') pieces[pieces.length - 1] = { kind: 'numbers', width: last.width + 1 };
    else pieces.push({ kind: 'numbers', width: 1 });
  }
  return pieces;
}
