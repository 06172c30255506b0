import { UserError } from '../../../protocol/errors';
import { product } from '../../bytes/elements';
import { type ColumnBlock, type ColumnType, type NumberType, wordBlock } from '../columnar/column-block';

/** Numbers beyond are not whole ones any more, though they look like it. */
const largestWhole = Number.MAX_SAFE_INTEGER;
/** The longest lists that are taken for vectors, and how deep they may be nested. */
const longestVector = 1 << 20;
const deepest = 8;

type Kind = 'booleans' | 'numbers' | 'words' | 'lists';

/** What the values of one name are, as far as they have been seen. */
export class JsonColumn {
  private kind: Kind | null = null;
  private isWhole = true;
  private shape: readonly number[] = [];
  private refusal: UserError | null = null;

  constructor(
    private readonly path: string,
    readonly name: string,
  ) {}

  /** The value of the row in a line; null where it is missing. */
  add(value: unknown, line: number, row: number): void {
    if (value === null || value === undefined || this.refusal) return;
    const { path, name: column } = this;
    const kind = kindOf(value);
    if (kind === null) this.refusal = new UserError('data.columnar.nested', { path, column });
    else if (this.kind !== null && kind !== this.kind) {
      this.refusal = new UserError('data.jsonl.mixed', { path, line, column, value: shown(value) });
    } else if (Array.isArray(value)) this.addList(value, row);
    else if (typeof value === 'number') this.addNumber(value);
    this.kind ??= kind;
  }

  type(): ColumnType | UserError {
    const { kind, isWhole, shape, refusal } = this;
    if (refusal) return refusal;
    const dtype = isWhole ? ('int64' as const) : ('float64' as const);
    switch (kind) {
      case 'words':
        return { kind };
      case 'lists':
        return {
          kind: 'numbers',
          dtype: isWhole ? dtype : 'float64',
          width: product(shape),
          vectors: true,
          ...(shape.length > 1 ? { shape } : {}),
        };
      case 'booleans':
        return { kind: 'numbers', dtype: 'bool', width: 1, vectors: false };
      default:
        return { kind: 'numbers', dtype: kind === null ? 'float64' : dtype, width: 1, vectors: false };
    }
  }

  private addNumber(value: number): void {
    if (this.isWhole && !(Number.isInteger(value) && Math.abs(value) <= largestWhole)) this.isWhole = false;
  }

  private addList(list: readonly unknown[], row: number): void {
    const { path, name: column } = this;
    const shape = shapeOf(list);
    if (shape === null || product(shape) === 0 || product(shape) > longestVector) {
      this.refusal = new UserError('data.columnar.nested', { path, column });
      return;
    }
    if (this.shape.length === 0) this.shape = shape;
    else if (shape.length !== this.shape.length || shape.some((size, axis) => size !== this.shape[axis])) {
      const params = { path, column, row, length: product(shape), expected: product(this.shape) };
      this.refusal = new UserError('data.columnar.unequal', params);
      return;
    }
    eachNumber(list, (value) => {
      if (value !== null) this.addNumber(value);
    });
  }
}

function kindOf(value: unknown): Kind | null {
  if (typeof value === 'number') return 'numbers';
  if (typeof value === 'string') return 'words';
  if (typeof value === 'boolean') return 'booleans';
  return Array.isArray(value) ? 'lists' : null;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

/** The axes of nested lists of numbers; null where they are of different lengths, or hold something else. */
function shapeOf(list: readonly unknown[], depth = 1): number[] | null {
  const [first] = list;
  if (!Array.isArray(first)) {
    return list.every((value) => typeof value === 'number' || value === null) ? [list.length] : null;
  }
  if (depth === deepest) return null;
  const inner = shapeOf(first, depth + 1);
  if (inner === null) return null;
  for (const other of list.slice(1)) {
    const own = Array.isArray(other) ? shapeOf(other, depth + 1) : null;
    if (own === null || own.length !== inner.length || own.some((size, axis) => size !== inner[axis])) return null;
  }
  return [list.length, ...inner];
}

function eachNumber(list: readonly unknown[], use: (value: number | null) => void): void {
  for (const value of list) {
    if (Array.isArray(value)) eachNumber(value, use);
    else use(typeof value === 'number' ? value : null);
  }
}

/** The values of a column, by row, as its type has them. @throws UserError data.jsonl.changed where they are of another. */
export function jsonBlock(type: ColumnType, values: readonly unknown[], changed: () => UserError): ColumnBlock {
  const rows = values.length;
  if (type.kind === 'words') {
    const words = values.map((value) => {
      if (value === null || value === undefined) return null;
      if (typeof value !== 'string') throw changed();
      return value;
    });
    return wordBlock(words);
  }
  if (type.kind === 'files') throw changed();
  const numbers = new Float64Array(rows * type.width);
  const valid = new Uint8Array(numbers.length).fill(1);
  values.forEach((value, row) => {
    const begin = row * type.width;
    let at = begin;
    const put = (number: number | null) => {
      if (at >= numbers.length) throw changed();
      if (number === null) valid[at] = 0;
      numbers[at++] = number ?? 0;
    };
    if (value === null || value === undefined) {
      at += type.width;
      valid.fill(0, begin, at);
    } else if (Array.isArray(value)) eachNumber(value, put);
    else if (typeof value === 'number' || typeof value === 'boolean') put(Number(value));
    if (at !== begin + type.width) throw changed();
  });
  return { kind: 'numbers', rows, elements: elementsOf(numbers, type), valid: valid.includes(0) ? valid : null };
}

function elementsOf(numbers: Float64Array<ArrayBuffer>, { dtype }: NumberType): Uint8Array<ArrayBuffer> {
  if (dtype === 'bool') return Uint8Array.from(numbers);
  if (dtype === 'int64') return new Uint8Array(BigInt64Array.from(numbers, BigInt).buffer);
  return new Uint8Array(numbers.buffer);
}
