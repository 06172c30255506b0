import {
  activations,
  convolve,
  convolveTransposed,
  dense,
  type Image,
  imageShape,
  type ReferenceProblem,
  variable,
} from './reference';

/** Residual convolutions again, in plain loops over float64. */
export function encodeResidual({ config, shape, weights }: ReferenceProblem, x: readonly number[]): readonly number[] {
  const [height, width, channels] = imageShape(shape);
  let image = convolve(weights, 'encoder/stem', { height, width, channels, values: x }, 'linear', 1);
  config.hidden.forEach((_, i) => {
    const name = `encoder/block_${i}`;
    image = block({ config, weights }, name, image, (part, ready) =>
      convolve(weights, `${name}/${part}`, ready, 'linear'),
    );
  });
  return activated({ config, weights }, 'encoder/norm', image).values;
}

export function decodeResidual({ config, shape, weights }: ReferenceProblem, z: readonly number[]): number[] {
  const sizes = [imageShape(shape).slice(0, 2)];
  for (const _ of config.hidden) sizes.push(sizes[sizes.length - 1].map((size) => Math.ceil(size / 2)));
  const [[height, width], ...larger] = sizes.toReversed();
  const channels = config.hidden[config.hidden.length - 1];
  let image: Image = { height, width, channels, values: dense(weights, 'decoder/dense', z, 'linear') };
  larger.forEach(([height, width], i) => {
    const name = `decoder/block_${i}`;
    image = block({ config, weights }, name, image, (part, ready) =>
      convolveTransposed(weights, `${name}/${part}`, ready, height, width, 'linear'),
    );
  });
  const last = activated({ config, weights }, 'decoder/norm', image);
  return [...convolve(weights, 'decoder/output', last, 'linear', 1).values];
}

type Network = Pick<ReferenceProblem, 'config' | 'weights'>;

function block(network: Network, name: string, image: Image, resize: (part: string, image: Image) => Image): Image {
  const ready = activated(network, `${name}/norm_0`, image);
  const between = activated(network, `${name}/norm_1`, resize('resize', ready));
  const last = convolve(network.weights, `${name}/conv`, between, 'linear', 1);
  const shortcut = resize('shortcut', ready);
  return { ...last, values: last.values.map((value, i) => value + shortcut.values[i]) };
}

/** The activation of what is normalised group by group, over all places and the channels of a group. */
function activated({ config, weights }: Network, name: string, image: Image): Image {
  const { channels, values } = image;
  const gain = variable(weights, `${name}/gain`).values;
  const bias = variable(weights, `${name}/bias`).values;
  const groups = config.residual?.groups ?? [8, 4, 2, 1].find((count) => channels % count === 0) ?? 1;
  const groupOf = (i: number) => Math.floor((i % channels) / (channels / groups));
  const statistics = Array.from({ length: groups }, (_, group) => {
    const own = values.filter((_, i) => groupOf(i) === group);
    const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
    return { mean, variance: own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / own.length };
  });
  return {
    ...image,
    values: values.map((value, i) => {
      const { mean, variance } = statistics[groupOf(i)];
      const channel = i % channels;
      return activations[config.activation](
        (gain[channel] * (value - mean)) / Math.sqrt(variance + 1e-5) + bias[channel],
      );
    }),
  };
}
