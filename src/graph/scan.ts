import * as tf from '@tensorflow/tfjs';
import type { Fold, Folded, FoldStep } from './fold';

/**
 * A step of a recurrent network: from what a place of the sequences brings, [batch, inputs], and the state before it,
 * [batch, width], to the state after it. What else has a gradient by it is among `weights`.
 */
export type Cell = (x: tf.Tensor2D, state: tf.Tensor2D, weights: readonly tf.Tensor[]) => tf.Tensor2D;

/**
 * A recurrent network's states after each place of sequences: [time, batch, width] of `xs`, [time, batch, inputs], and the state
 * before all, [batch, width]. Recorded, it is a loop of the graph, and takes as long to record for many places as for few.
 *
 * Its gradient goes back through the places (Werbos 1990, "Backpropagation through time"): of what the steps computed only the
 * states are kept, and each step is computed again where its gradient is. It has no second derivative.
 */
export function scan(cell: Cell, xs: tf.Tensor3D, state: tf.Tensor2D, weights: readonly tf.Tensor[] = []): tf.Tensor3D {
  const { shape } = state;
  const operation = tf.customGrad<tf.Tensor3D>((...args) => {
    const [xs, first, ...own] = args.slice(0, -1) as [tf.Tensor3D, tf.Tensor2D, ...tf.Tensor[]];
    const save = args.at(-1) as unknown as tf.GradSaveFunc;
    const { outputs } = fold({ sequences: [xs], carried: [first], outputs: [shape] }, ([x], [before]) => {
      const after = cell(x as tf.Tensor2D, before as tf.Tensor2D, own);
      return { carried: [after], outputs: [after] };
    });
    const states = outputs[0] as tf.Tensor3D;
    save([xs, first, states, ...own]);
    return {
      value: states,
      gradFunc: (dy, [xs, first, states, ...own]) =>
        backwards(cell, xs as tf.Tensor3D, first as tf.Tensor2D, states as tf.Tensor3D, own, dy),
    };
  });
  return operation(xs, state, ...weights);
}

/** The gradients by the sequences, by the state before them, and by the weights. */
function backwards(
  cell: Cell,
  xs: tf.Tensor3D,
  first: tf.Tensor2D,
  states: tf.Tensor3D,
  weights: readonly tf.Tensor[],
  dy: tf.Tensor3D,
): tf.Tensor[] {
  const { gradientDepth } = tf.engine().state;
  if (gradientDepth > 0) throw new Error('A scan has no second derivative');
  const [length, ...rest] = states.shape;
  const before = tf.concat([tf.expandDims(first, 0), tf.slice(states, 0, [length - 1, ...rest])]);
  const { carried, outputs } = fold(
    {
      sequences: [xs, before, dy],
      carried: [tf.zerosLike(first), ...weights.map((weight) => tf.zerosLike(weight))],
      outputs: [xs.shape.slice(1)],
      isBackwards: true,
    },
    ([x, state, dy], [fromLater, ...sums]) => {
      const step = () => cell(x as tf.Tensor2D, state as tf.Tensor2D, weights);
      const [dx, dstate, ...dweights] = pullBack(step, [x, state, ...weights], tf.add(dy, fromLater));
      return { carried: [dstate, ...sums.map((sum, i) => tf.add(sum, dweights[i]))], outputs: [dx] };
    },
  );
  return [outputs[0], ...carried];
}

/** The gradient of `f` by each input, from the one by its value. */
function pullBack(f: () => tf.Tensor, inputs: readonly tf.Tensor[], dy: tf.Tensor): tf.Tensor[] {
  const engine = tf.engine();
  const { state } = engine;
  // The tape that is being gone back along would be taken for finished.
  const { activeTape, gradientDepth, kernelDepth } = state;
  Object.assign(state, { gradientDepth: 0, kernelDepth: 0 });
  try {
    const { grads } = engine.gradients(f, [...inputs], dy, true);
    return inputs.map((input, i) => grads[i] ?? tf.zerosLike(input));
  } finally {
    Object.assign(state, { activeTape, gradientDepth, kernelDepth });
  }
}

/** How sequences are gone through: place by place, at once. While a graph is recorded it is by a loop of it. */
type Folding = (fold: Fold<tf.Tensor>, step: FoldStep<tf.Tensor>) => Folded<tf.Tensor>;

let fold: Folding = foldAtOnce;

/** Has sequences gone through by `folding` meanwhile. */
export function foldingBy<T>(folding: Folding, run: () => T): T {
  const usual = fold;
  fold = folding;
  try {
    return run();
  } finally {
    fold = usual;
  }
}

function foldAtOnce(
  { sequences, carried, isBackwards }: Fold<tf.Tensor>,
  step: FoldStep<tf.Tensor>,
): Folded<tf.Tensor> {
  return tf.tidy(() => {
    const places = sequences.map((sequence) => tf.unstack(sequence));
    const order = [...places[0].keys()];
    const outputs: (readonly tf.Tensor[])[] = [];
    let state = carried;
    for (const t of isBackwards ? order.toReversed() : order) {
      const before = state;
      const next = tf.tidy(() => {
        const { carried, outputs } = step(
          places.map((own) => own[t]),
          before,
        );
        // Of their own, even where a step hands on what it was given: what is carried is disposed below.
        const own = (tensors: readonly tf.Tensor[]) => tensors.map((tensor) => tensor.clone());
        return { carried: own(carried), outputs: own(outputs) };
      });
      if (before !== carried) tf.dispose([...before]);
      state = next.carried;
      outputs[t] = next.outputs;
    }
    return { carried: [...state], outputs: outputs[0].map((_, i) => tf.stack(outputs.map((own) => own[i]))) };
  });
}
