import type { Graph, Output, Shape } from './graph';
import { repeat } from './loop';
import { gather, integer, integers, reverse, subtract, typeAttribute } from './operations';

/** A loop over the places of sequences, in tensors of type `T`. */
export interface Fold<T> {
  /** That are gone through, [time, ...] each, all of one length. */
  readonly sequences: readonly T[];
  /** What is handed from place to place, as the first one gets it. */
  readonly carried: readonly T[];
  /** Shapes of the float32 tensors that come out at each place. */
  readonly outputs: readonly Shape[];
  /** From the last place to the first; usually it is from the first to the last. */
  readonly isBackwards?: boolean;
}

export interface Folded<T> {
  /** What is handed on. */
  readonly carried: readonly T[];
  /** What comes out of a place; of all of them, [time, ...] each. */
  readonly outputs: readonly T[];
}

/** What is done at a place, with what the sequences have there. */
export type FoldStep<T> = (places: readonly T[], carried: readonly T[]) => Folded<T>;

/**
 * A fold as a loop inside a graph. What comes out is pushed on lists of tensors, which TensorFlow extends in place and which live
 * as long as anybody reads them; its TensorArrays would stay until the end of a call, which may take hundreds of steps.
 * @param step Is called once.
 */
export function foldInGraph(
  graph: Graph,
  { sequences, carried, outputs: shapes, isBackwards = false }: Fold<Output>,
  step: FoldStep<Output>,
): Folded<Output> {
  const [length] = sequences[0].shape;
  const lists = shapes.map((shape) => emptyList(graph, shape, length));
  const { state } = repeat(graph, integer(graph, length), [...carried, ...lists], null, (turn, state) => {
    const place = isBackwards ? subtract(graph, integer(graph, length - 1), turn) : turn;
    const there = sequences.map((sequence) => gather(graph, sequence, place));
    const next = step(there, state.slice(0, carried.length));
    const longer = state.slice(carried.length).map((list, i) => push(graph, list, next.outputs[i]));
    return { state: [...next.carried, ...longer], effects: [] };
  });
  const outputs = state.slice(carried.length).map((list, i) => {
    const stacked = stack(graph, list, shapes[i], length);
    return isBackwards ? reverse(graph, stacked) : stacked;
  });
  // What a loop gives has the shape that it was begun with.
  return { carried: state.slice(0, carried.length), outputs };
}

const list = { dtype: 'variant', shape: [] } as const;
const element = { element_dtype: typeAttribute('float32') };

function emptyList(graph: Graph, shape: Shape, length: number): Output {
  return graph.output('EmptyTensorList', list, {
    inputs: [integers(graph, shape), integer(graph, length)],
    attributes: { ...element, shape_type: typeAttribute('int32') },
  });
}

function push(graph: Graph, before: Output, x: Output): Output {
  return graph.output('TensorListPushBack', list, { inputs: [before, x], attributes: element });
}

/** [length, ...shape]. */
function stack(graph: Graph, list: Output, shape: Shape, length: number): Output {
  return graph.output(
    'TensorListStack',
    { dtype: 'float32', shape: [length, ...shape] },
    {
      inputs: [list, integers(graph, shape)],
      attributes: { ...element, num_elements: { kind: 'int', value: length } },
    },
  );
}
