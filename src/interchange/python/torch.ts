import { fixed, type Operation, type Value } from '../program';
import { type Argument, type Dialect, identifier, inferred, ranges, repetitions } from './dialect';
import type { PythonLayer } from './layers';

const named = (name: string) => (x: string) => `${name}(${x})`;
const types = { float32: 'torch.float32', int32: 'torch.int32', bool: 'torch.bool' } as const;

/** PyTorch, images in the order height, width, channel all the same. */
export const torch: Dialect = {
  unary: {
    abs: named('torch.abs'),
    elu: named('F.elu'),
    exp: named('torch.exp'),
    floor: named('torch.floor'),
    isNan: named('torch.isnan'),
    log: named('torch.log'),
    negative: named('torch.neg'),
    not: named('torch.logical_not'),
    relu: named('F.relu'),
    round: named('torch.round'),
    rsqrt: named('torch.rsqrt'),
    sigmoid: named('torch.sigmoid'),
    softplus: named('F.softplus'),
    sqrt: named('torch.sqrt'),
    square: named('torch.square'),
    tanh: named('torch.tanh'),
  },
  binary: {
    maximum: (a, b) => extreme('maximum', 'min', a, b),
    minimum: (a, b) => extreme('minimum', 'max', a, b),
  },
  other,
  examples: (input) => `${input}.shape[0]`,
  layer({ kind, kernel, hasBias, window }: PythonLayer): string {
    const bias = hasBias ? '' : ', bias=False';
    if (kind === 'dense') return `nn.Linear(${kernel[0]}, ${kernel[1]}${bias})`;
    const [rows, columns, third, fourth] = kernel;
    const { strides, margins } = window!;
    const [vertical, horizontal] = margins;
    const around = [...horizontal, ...vertical].join(', ');
    const common = `(${rows}, ${columns}), (${strides.join(', ')}), (${around})${bias}`;
    return kind === 'convolution'
      ? `Conv(${third}, ${fourth}, ${common})`
      : `ConvTranspose(${fourth}, ${third}, ${common})`;
  },
  apply: ({ name }, x) => `self.${identifier(name)}(${x})`,
  held(kind, name, { shape, type }) {
    const empty = `torch.empty(${shape.map((length) => fixed(length)).join(', ')}, dtype=${types[type]})`;
    return kind === 'weight' ? `self.${name} = nn.Parameter(${empty})` : `self.register_buffer("${name}", ${empty})`;
  },
};

/** torch.maximum takes no plain numbers. */
function extreme(op: string, bound: string, a: Argument, b: Argument): string {
  if (b.value.shape.length === 0) return `torch.clamp(${a.text}, ${bound}=${b.text})`;
  if (a.value.shape.length === 0) return `torch.clamp(${b.text}, ${bound}=${a.text})`;
  return `torch.${op}(${a.text}, ${b.text})`;
}

function other(operation: Operation, inputs: readonly Argument[], outputs: readonly Value[]): string {
  const [x, second] = inputs.map(({ text }) => text);
  const all = inputs.map(({ text }) => text).join(', ');
  switch (operation.op) {
    case 'select':
      return `torch.where(${all})`;
    case 'product': {
      const turned = (text: string, is: boolean) => (is ? `${text}.transpose(-1, -2)` : text);
      return `torch.matmul(${turned(x, operation.transposeA)}, ${turned(second, operation.transposeB)})`;
    }
    case 'reshape':
      return `torch.reshape(${x}, (${inferred(outputs[0].shape)},))`;
    case 'transpose':
      return `torch.permute(${x}, (${operation.order.join(', ')}))`;
    case 'concat':
      return `torch.cat([${all}], dim=${operation.axis})`;
    case 'split':
      return `torch.split(${x}, [${outputs.map(({ shape }) => fixed(shape[operation.axis])).join(', ')}], dim=${operation.axis})`;
    case 'stack':
      return `torch.stack([${all}], dim=${operation.axis})`;
    case 'unstack':
      return `torch.unbind(${x}, dim=${operation.axis})`;
    case 'slice':
      return `${x}[${ranges(operation.begin, inputs[0].value, outputs[0])}]`;
    case 'tile':
      return `torch.tile(${x}, (${repetitions(operation.times)},))`;
    case 'sum':
    case 'mean':
    case 'max':
    case 'min': {
      const name = { sum: 'sum', mean: 'mean', max: 'amax', min: 'amin' }[operation.op];
      return `torch.${name}(${x}, dim=(${operation.axes.join(', ')},)${operation.keepDims ? ', keepdim=True' : ''})`;
    }
    case 'argMax':
    case 'argMin':
      return `torch.${operation.op.toLowerCase()}(${x}, dim=${operation.axis})`;
    case 'oneHot':
      return `one_hot(${x}, ${operation.depth})`;
    case 'cast':
      return `${x}.to(${types[outputs[0].type]})`;
    case 'gather':
      return `torch.index_select(${x}, ${operation.axis}, ${second})`;
    case 'softmax':
      return `torch.softmax(${x}, dim=-1)`;
    case 'clip':
      return `torch.clamp(${x}, ${operation.low}, ${operation.high})`;
    default:
      throw new Error(`PyTorch's code has no ${operation.op}`);
  }
}
