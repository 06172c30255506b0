import * as tf from '@tensorflow/tfjs';
import type { ModelConfig } from '../protocol/config';
import { leaky, type Reading, type ReadLayer, readLayer } from './discriminator';
import { stopGradient } from './gradient';
import { uniformLimit } from './initialization';
import { square } from './layers';
import type { Parameters } from './parameters';
import { halvings } from './stages';

/** What a discriminator of images makes of some, [rows, features] in the range 0..1. */
export interface Judgement {
  /** Its last layer that looks at the image alone, [rows, hidden]: what two images are compared by. */
  readonly hidden: tf.Tensor2D;
  /** The logit of each one's being an example, [rows]. */
  readonly logits: tf.Tensor1D;
}

/** Tells examples from images that a decoder made. */
export interface ImageDiscriminator {
  /** With a gradient by the discriminator's own weights. */
  judge(images: tf.Tensor2D): Judgement;
  /** With a gradient by the images alone. */
  judgeFixed(images: tf.Tensor2D): Judgement;
}

/** Units between the layer that images are compared by and the logit. */
const units = 256;
const stride = 2;

/**
 * A network of the encoder's sizes with leaky rectified units: dense layers where the model has these, else convolutions that
 * halve the image; then a dense layer, and the logit.
 */
export function createImageDiscriminator(
  parameters: Parameters,
  config: ModelConfig,
  shape: readonly number[],
): ImageDiscriminator {
  return parameters.ownedBy('discriminator', () => {
    const { width, look } =
      config.architecture === 'dense' ? layers(parameters, config, shape) : convolutions(parameters, config, shape);
    const last = readLayer(parameters, 'image_discriminator/hidden', width, units);
    const output = readLayer(parameters, 'image_discriminator/logit', units, 1);
    const judge = (images: tf.Tensor2D, read: Reading): Judgement => {
      const hidden = look(images, read);
      const logits = output(leaky(last(hidden, read)), read);
      return { hidden, logits: tf.reshape(logits, [images.shape[0]]) };
    };
    return { judge: (images) => judge(images, (x) => x), judgeFixed: (images) => judge(images, stopGradient) };
  });
}

interface Look {
  readonly width: number;
  readonly look: ReadLayer<tf.Tensor2D>;
}

function layers(parameters: Parameters, { hidden }: ModelConfig, shape: readonly number[]): Look {
  const widths = [tf.util.sizeFromShape([...shape]), ...hidden];
  const all = hidden.map((units, i) => readLayer(parameters, `image_discriminator/dense_${i}`, widths[i], units));
  return {
    width: widths[hidden.length],
    look: (images, read) => all.reduce((x, layer) => leaky(layer(x, read)), images),
  };
}

function convolutions(parameters: Parameters, { hidden }: ModelConfig, shape: readonly number[]): Look {
  const stages = halvings(shape, hidden);
  const all = hidden.map((filters, i): ReadLayer<tf.Tensor4D> => {
    const name = `image_discriminator/conv_${i}`;
    const [height, width] = square;
    const channels = stages[i][2];
    const kernel = parameters.uniform<tf.Rank.R4>(
      `${name}/kernel`,
      [height, width, channels, filters],
      uniformLimit(height * width * channels),
    );
    const bias = parameters.constant<tf.Rank.R1>(`${name}/bias`, [filters], 0);
    return (x, read) => tf.add(tf.conv2d(x, read(kernel), stride, 'same'), read(bias));
  });
  const width = tf.util.sizeFromShape([...stages[hidden.length]]);
  return {
    width,
    look: (images, read) => {
      const rows = images.shape[0];
      const x = tf.reshape<tf.Rank.R4>(images, [rows, ...stages[0]]);
      return tf.reshape(
        all.reduce((x, layer) => leaky(layer(x, read)), x),
        [rows, width],
      );
    },
  };
}
