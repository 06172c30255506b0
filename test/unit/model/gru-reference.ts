import { dense, type ReferenceProblem, variable, type Weights } from './reference';

type Vector = readonly number[];

const plus = (a: Vector, b: Vector) => a.map((value, i) => value + b[i]);
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** Recurrent networks of text again, symbol by symbol over float64: the encoder's last state after the text itself. */
export function encodeByGru({ config, weights, shape }: ReferenceProblem, x: Vector, part = 'encoder'): number[] {
  const states = config.hidden.map((width): Vector => new Array<number>(width).fill(0));
  for (const code of codesOf(x, shape)) {
    // What comes after the end is no part of the text.
    if (code === 0) continue;
    let input: Vector = row(weights, `${part}/symbols`, code);
    states.forEach((state, i) => {
      states[i] = gru(weights, `${part}/gru_${i}`, input, state);
      input = states[i];
    });
  }
  return [...states[states.length - 1]];
}

/** Logits of each symbol at each place, given those before it. */
export function decodeByGru({ config, weights, shape }: ReferenceProblem, z: Vector, x: Vector): number[] {
  const [, symbols] = shape;
  const states = config.hidden.map((_, i): Vector => dense(weights, `decoder/state_${i}`, z, 'tanh'));
  const ofCode = dense(weights, 'decoder/code', z, 'linear');
  return [symbols, ...codesOf(x, shape).slice(0, -1)].flatMap((code) => {
    let input: Vector = plus(row(weights, 'decoder/symbols', code), ofCode);
    states.forEach((state, i) => {
      states[i] = gru(weights, `decoder/gru_${i}`, input, state);
      input = states[i];
    });
    return dense(weights, 'decoder/output', input, 'linear');
  });
}

/** PyTorch's documentation of torch.nn.GRU, unit by unit. */
function gru(weights: Weights, name: string, x: Vector, h: Vector): Vector {
  const width = h.length;
  const product = (kernel: string, bias: string, input: Vector, column: number) => {
    const { values } = variable(weights, `${name}/${kernel}`);
    const offset = variable(weights, `${name}/${bias}`).values[column];
    return input.reduce((sum, value, i) => sum + value * values[i * 3 * width + column], offset);
  };
  const ofInput = (gate: number, unit: number) => product('kernel', 'bias', x, gate * width + unit);
  const ofState = (gate: number, unit: number) => product('recurrent_kernel', 'recurrent_bias', h, gate * width + unit);
  return h.map((before, unit) => {
    const reset = sigmoid(ofInput(0, unit) + ofState(0, unit));
    const update = sigmoid(ofInput(1, unit) + ofState(1, unit));
    const candidate = Math.tanh(ofInput(2, unit) + reset * ofState(2, unit));
    return (1 - update) * candidate + update * before;
  });
}

function row(weights: Weights, name: string, index: number): number[] {
  const { shape, values } = variable(weights, name);
  return Array.from(values.slice(index * shape[1], (index + 1) * shape[1]));
}

/** Of a text, one-hot. */
function codesOf(x: Vector, [length, symbols]: readonly number[]): number[] {
  return Array.from({ length }, (_, t) => x.slice(t * symbols, (t + 1) * symbols).indexOf(1));
}
