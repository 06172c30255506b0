import type { Variables } from '../model/parameters';
import type { Dimension, Elements, Named, Program, Shape, Step, Value } from './program';
import { type Part, recordPart } from './recording';

const dependent = 'What is computed depends on how many examples there are';

/** Two numbers of examples tell which dimensions go with them. */
const [few, more] = [2, 3];

/** A part of a model for any number of examples. @throws Error where it can't be computed for all of them at once. */
export function programOf(part: Part, variables: Variables): Program {
  return new Comparison(recordPart(part, few, variables), recordPart(part, more, variables)).program();
}

/** Two recordings of a part, by different numbers of examples, as one of any number. */
class Comparison {
  private readonly merged = new Map<Value, Value>();
  private readonly steps: Step[] = [];

  constructor(
    private readonly less: Program,
    private readonly more: Program,
  ) {
    if (less.steps.length !== more.steps.length) throw new Error(dependent);
  }

  program(): Program {
    const inputs = this.named(this.less.inputs, this.more.inputs);
    for (const [i, step] of this.less.steps.entries()) {
      const other = this.more.steps[i];
      const operation = mergeNumbers(step.operation, other.operation) as Step['operation'];
      const given = step.inputs.map((value, j) => this.value(value, other.inputs[j]));
      this.steps.push({
        operation,
        inputs: given,
        outputs: step.outputs.map((value, j) => this.value(value, other.outputs[j])),
      });
    }
    return { inputs, outputs: this.named(this.less.outputs, this.more.outputs), steps: this.steps };
  }

  private named(less: readonly Named[], more: readonly Named[]): Named[] {
    return less.map(({ name, value }, i) => ({ name, value: this.value(value, more[i].value) }));
  }

  private value(less: Value, more: Value): Value {
    const known = this.merged.get(less);
    if (known) return known;
    const value = this.merge(less, more);
    this.merged.set(less, value);
    return value;
  }

  private merge(less: Value, more: Value): Value {
    const shape = less.shape.map((length, axis) => mergeDimension(length, more.shape[axis]));
    const { type, source } = less;
    const isFree = shape.some((length) => typeof length !== 'number');
    if (source.kind !== 'constant') return { shape, type, source };
    if (isFree) return this.repeated(shape, less, source.elements);
    const { elements } = more.source as typeof source;
    if (source.elements.some((element, i) => !Object.is(element, elements[i]))) throw new Error(dependent);
    return { shape, type, source };
  }

  /** A constant that each example has anew. */
  private repeated(shape: Shape, { type, shape: whole }: Value, elements: Elements): Value {
    const [first, ...rest] = shape;
    const block = elements.slice(0, elements.length / few);
    const isRepeated = elements.every((element, i) => Object.is(element, block[i % block.length]));
    if (typeof first === 'number' || rest.some((length) => typeof length !== 'number') || !isRepeated)
      throw new Error(dependent);
    const own: Value = {
      shape: [Number(whole[0]) / few, ...whole.slice(1)],
      type,
      source: { kind: 'constant', elements: block },
    };
    const result: Value = { shape, type, source: { kind: 'computed' } };
    const times = [{ perExample: 1 }, ...rest.map(() => 1)];
    this.steps.push({ operation: { op: 'tile', times }, inputs: [own], outputs: [result] });
    return result;
  }
}

function mergeDimension(less: Dimension, more: Dimension): Dimension {
  if (less === more) return less;
  const perExample = Number(more) - Number(less);
  if (perExample * few !== less)
    throw new Error('A dimension grows by another rule than with how many examples there are');
  return { perExample };
}

/** What is the same in both, with multiples of the number of examples for the numbers that differ. */
function mergeNumbers(less: unknown, more: unknown): unknown {
  if (typeof less === 'number') return mergeDimension(less, more as number);
  if (Array.isArray(less)) return less.map((item, i) => mergeNumbers(item, (more as unknown[])[i]));
  if (typeof less !== 'object' || less === null) {
    if (less !== more) throw new Error(dependent);
    return less;
  }
  const other = more as Readonly<Record<string, unknown>>;
  return Object.fromEntries(Object.entries(less).map(([key, item]) => [key, mergeNumbers(item, other[key])]));
}
