import type { Program, Step, Value, Window } from '../program';

/** A layer of a library that a few steps are: a product or a convolution by learned numbers, and what is added to it. */
export interface PythonLayer {
  readonly kind: 'dense' | 'convolution' | 'transposedConvolution';
  /** As the model's weights are named, without what is of them. */
  readonly name: string;
  readonly input: Value;
  /** That of the last of its steps. */
  readonly output: Value;
  /** [inputs, outputs], [rows, columns, inputs, outputs], or of a transposed convolution [rows, columns, outputs, inputs]. */
  readonly kernel: readonly number[];
  readonly hasBias: boolean;
  /** Of convolutions. */
  readonly window: Window | null;
}

/** How often each value is read. */
export function usesOf({ steps, outputs }: Program): ReadonlyMap<Value, number> {
  const uses = new Map<Value, number>();
  const all = [...steps.flatMap(({ inputs }) => inputs), ...outputs.map(({ value }) => value)];
  for (const value of all) uses.set(value, (uses.get(value) ?? 0) + 1);
  return uses;
}

/** The layers of a program, each by its last step; and the steps that layers take the place of. */
export function layersOf(program: Program) {
  const layers = new Map<Step, PythonLayer>();
  const within = new Set<Step>();
  const uses = usesOf(program);
  for (const step of program.steps) {
    const name = nameOf(step);
    if (name === null) continue;
    const { operation, inputs } = step;
    const kernel = inputs[1].shape as readonly number[];
    const next = uses.get(step.outputs[0]) === 1 ? biasStep(program, step.outputs[0], `${name}/bias`) : undefined;
    const last = next ?? step;
    if (next) within.add(step);
    layers.set(last, {
      kind: operation.op === 'product' ? 'dense' : (operation.op as PythonLayer['kind']),
      name,
      input: inputs[0],
      output: last.outputs[0],
      kernel,
      hasBias: next !== undefined,
      window: operation.op === 'convolution' || operation.op === 'transposedConvolution' ? operation : null,
    });
  }
  return { layers, within };
}

/** That of the layer which a step is the first of; null for no layer. */
function nameOf({ operation, inputs }: Step): string | null {
  const { op } = operation;
  if (op !== 'product' && op !== 'convolution' && op !== 'transposedConvolution') return null;
  if (operation.op === 'product' && (operation.transposeA || operation.transposeB)) return null;
  const [x, { source, shape }] = inputs;
  if (source.kind !== 'weight' || !source.name.endsWith('/kernel')) return null;
  if (op === 'product' && (x.shape.length !== 2 || shape.length !== 2)) return null;
  return source.name.slice(0, -'/kernel'.length);
}

function biasStep({ steps }: Program, product: Value, bias: string): Step | undefined {
  return steps.find(({ operation, inputs: [a, b] }) => {
    return operation.op === 'add' && a === product && b.source.kind === 'weight' && b.source.name === bias;
  });
}
