import { fixed, type Operation, type Value } from '../program';
import { type Argument, type Dialect, identifier, inferred, ranges, repetitions } from './dialect';
import type { PythonLayer } from './layers';

const named = (name: string) => (x: string) => `ops.${name}(${x})`;

/** Keras 3, on any of its backends. */
export const keras: Dialect = {
  unary: {
    abs: named('abs'),
    elu: named('elu'),
    exp: named('exp'),
    floor: named('floor'),
    isNan: named('isnan'),
    log: named('log'),
    negative: named('negative'),
    not: named('logical_not'),
    relu: named('relu'),
    round: named('round'),
    rsqrt: named('rsqrt'),
    sigmoid: named('sigmoid'),
    softplus: named('softplus'),
    sqrt: named('sqrt'),
    square: named('square'),
    tanh: named('tanh'),
  },
  binary: {
    maximum: (a, b) => `ops.maximum(${a.text}, ${b.text})`,
    minimum: (a, b) => `ops.minimum(${a.text}, ${b.text})`,
    equal: (a, b) => `ops.equal(${a.text}, ${b.text})`,
    and: (a, b) => `ops.logical_and(${a.text}, ${b.text})`,
  },
  other,
  examples: (input) => `ops.shape(${input})[0]`,
  layer(layer: PythonLayer): string {
    const { name, kind, kernel, hasBias } = layer;
    const made =
      kind === 'dense' ? `layers.Dense(${kernel[1]}${hasBias ? '' : ', use_bias=False'})` : convolution(layer);
    const inputs = kind === 'dense' ? [kernel[0]] : layer.input.shape.slice(1);
    return `loaded(${made}, (None, ${inputs.join(', ')}), weights, "${name}")`;
  },
  apply(layer, x) {
    const applied = `self.${identifier(layer.name)}(${x})`;
    if (layer.kind !== 'transposedConvolution') return applied;
    const [[top], [left]] = layer.window!.margins;
    const [, height, width] = layer.output.shape.map((length, axis) => (axis === 0 ? 0 : fixed(length)));
    return `${applied}[:, ${top}:${top + height}, ${left}:${left + width}]`;
  },
  held: (kind, name, { type, source }) => {
    const stored = `weights["${source.kind === 'weight' ? source.name : name}"]`;
    if (kind === 'weight') return `self.${name} = keras.Variable(${stored}, name="${name}")`;
    return `self.${name} = ops.convert_to_tensor(${stored}, dtype="${type}")`;
  },
};

function convolution({ kind, kernel, hasBias, window }: PythonLayer): string {
  const [rows, columns, third, fourth] = kernel;
  const bias = hasBias ? '' : ', use_bias=False';
  const isTransposed = kind === 'transposedConvolution';
  // A transposed one is cut to its size where it is applied.
  const padding = window!.isSame && !isTransposed ? 'same' : 'valid';
  const { strides } = window!;
  const common = `(${rows}, ${columns}), strides=(${strides.join(', ')}), padding="${padding}"${bias}`;
  return isTransposed ? `layers.Conv2DTranspose(${third}, ${common})` : `layers.Conv2D(${fourth}, ${common})`;
}

function other(operation: Operation, inputs: readonly Argument[], outputs: readonly Value[]): string {
  const [x, second] = inputs.map(({ text }) => text);
  const all = inputs.map(({ text }) => text).join(', ');
  switch (operation.op) {
    case 'select':
      return `ops.where(${all})`;
    case 'product': {
      const turned = (text: string, is: boolean) => (is ? `ops.swapaxes(${text}, -1, -2)` : text);
      return `ops.matmul(${turned(x, operation.transposeA)}, ${turned(second, operation.transposeB)})`;
    }
    case 'reshape':
      return `ops.reshape(${x}, (${inferred(outputs[0].shape)},))`;
    case 'transpose':
      return `ops.transpose(${x}, (${operation.order.join(', ')}))`;
    case 'concat':
      return `ops.concatenate([${all}], axis=${operation.axis})`;
    case 'split': {
      const sizes = outputs.map(({ shape }) => fixed(shape[operation.axis]));
      const ends = sizes.slice(0, -1).map((_, i) => sizes.slice(0, i + 1).reduce((sum, size) => sum + size, 0));
      return `ops.split(${x}, [${ends.join(', ')}], axis=${operation.axis})`;
    }
    case 'stack':
      return `ops.stack([${all}], axis=${operation.axis})`;
    case 'unstack':
      return `ops.unstack(${x}, axis=${operation.axis})`;
    case 'slice':
      return `${x}[${ranges(operation.begin, inputs[0].value, outputs[0])}]`;
    case 'tile':
      return `ops.tile(${x}, (${repetitions(operation.times)},))`;
    case 'sum':
    case 'mean':
    case 'max':
    case 'min':
      return `ops.${operation.op}(${x}, axis=(${operation.axes.join(', ')},)${operation.keepDims ? ', keepdims=True' : ''})`;
    case 'argMax':
    case 'argMin':
      return `ops.${operation.op.toLowerCase()}(${x}, axis=${operation.axis})`;
    case 'oneHot':
      return `one_hot(${x}, ${operation.depth})`;
    case 'cast':
      return `ops.cast(${x}, "${outputs[0].type}")`;
    case 'gather':
      return `ops.take(${x}, ${second}, axis=${operation.axis})`;
    case 'softmax':
      return `ops.softmax(${x}, axis=-1)`;
    case 'clip':
      return `ops.clip(${x}, ${operation.low}, ${operation.high})`;
    default:
      throw new Error(`Keras's code has no ${operation.op}`);
  }
}
