import { type BinaryName, isBinary, isUnary, type Program, type Step, type Value } from '../program';
import { type Argument, type Dialect, examplesName, float, identifier } from './dialect';
import { layersOf, type PythonLayer, usesOf } from './layers';

/** Python's operators, by how tightly they bind. */
const operators: Readonly<Partial<Record<BinaryName, string>>> = {
  add: '+',
  subtract: '-',
  multiply: '*',
  divide: '/',
  greater: '>',
  greaterEqual: '>=',
  less: '<',
  lessEqual: '<=',
  equal: '==',
  and: '&',
};

/** What is short, and used once, is written where it is used. */
const longestInline = 70;

/** What methods have in common: the layers and numbers that they use, each once. */
export class Members {
  readonly layers = new Map<string, PythonLayer>();
  /** By their names in Python. */
  readonly held = new Map<string, Value>();
  private readonly constants = new Map<Value, string>();

  layer(layer: PythonLayer): void {
    this.layers.set(layer.name, layer);
  }

  nameOf(value: Value): string {
    const { source } = value;
    const known = this.constants.get(value);
    if (known) return known;
    const name = source.kind === 'weight' ? identifier(source.name) : `constant_${this.constants.size}`;
    if (source.kind === 'constant') this.constants.set(value, name);
    this.held.set(name, value);
    return name;
  }
}

/** A method of a model's class, from a program: takes its inputs by name, and gives its outputs as a dictionary. */
export function methodOf(name: string, words: string, program: Program, dialect: Dialect, members: Members): string[] {
  const { layers, within } = layersOf(program);
  const uses = usesOf(program);
  const texts = new Map<Value, string>();
  const taken = new Set<string>(program.inputs.map((input) => input.name));
  const lines: string[] = [];
  for (const { name: input, value } of program.inputs) texts.set(value, input);

  const argument = (value: Value): Argument => {
    const known = texts.get(value);
    if (known !== undefined) return { text: known, value };
    const { source, shape } = value;
    if (source.kind === 'constant' && shape.length === 0) return { text: literal(value), value };
    return { text: `self.${members.nameOf(value)}`, value };
  };
  const fresh = (words: string) => {
    let own = words;
    for (let i = 1; taken.has(own); i++) own = `${words}_${i}`;
    taken.add(own);
    return own;
  };
  const keep = (values: readonly Value[], text: string, words: string) => {
    const [value] = values;
    if (values.length === 1 && uses.get(value) === 1 && text.length <= longestInline) {
      texts.set(value, text);
      return;
    }
    const names = values.map(() => fresh(words));
    for (const [i, own] of values.entries()) texts.set(own, names[i]);
    lines.push(`${names.join(', ')}${names.length === 1 && values.length > 1 ? ',' : ''} = ${text}`);
  };

  for (const step of program.steps) {
    if (within.has(step)) continue;
    const layer = layers.get(step);
    if (layer) {
      members.layer(layer);
      keep([layer.output], dialect.apply(layer, argument(layer.input).text), identifier(layer.name));
    } else keep(step.outputs, expression(step, step.inputs.map(argument), dialect), 'h');
  }
  const results = program.outputs.map(({ name, value }) => `    "${name}": ${argument(value).text},`);
  const usesExamples = lines.some((line) => line.includes(examplesName));
  return [
    `def ${name}(self, ${program.inputs.map((input) => input.name).join(', ')}):`,
    `    """${words}"""`,
    ...(usesExamples ? [`    ${examplesName} = ${dialect.examples(program.inputs[0].name)}`] : []),
    ...lines.map((line) => `    ${line}`),
    '    return {',
    ...results.map((line) => `    ${line}`),
    '    }',
  ];
}

function literal({ source, type }: Value): string {
  if (source.kind !== 'constant') throw new Error('Only a constant is written as a number');
  const [value] = source.elements;
  return type === 'float32' ? float(value) : String(value);
}

function expression({ operation, outputs }: Step, inputs: readonly Argument[], dialect: Dialect): string {
  if (isUnary(operation)) return dialect.unary[operation.op](inputs[0].text);
  if (isBinary(operation)) {
    const own = dialect.binary[operation.op];
    if (own) return own(inputs[0], inputs[1]);
    return `(${inputs[0].text} ${operators[operation.op]} ${inputs[1].text})`;
  }
  return dialect.other(operation, inputs, outputs);
}
