import * as tf from '@tensorflow/tfjs';
import type { ModelConfig } from '../protocol/config';
import { gruOf } from '../protocol/networks';
import { dense } from './layers';
import { embeddingTable } from './layers/embedding';
import { gru, type Recurrent } from './layers/gru';
import type { Body } from './network';
import { paddingOf } from './padding';
import type { Parameters } from './parameters';
import type { Tap } from './tap';
import type { TextNetwork } from './text-decoder';

/** Recurrent layers of so many units, one after another. */
function layersOf(parameters: Parameters, part: string, inputs: number, units: readonly number[]): Recurrent[] {
  const widths = [inputs, ...units];
  return units.map((width, i) => gru(parameters, `${part}/gru_${i}`, widths[i], width));
}

/** Between [batch, time, width] and [time, batch, width]. */
function turned(x: tf.Tensor3D): tf.Tensor3D {
  return tf.transpose(x, [1, 0, 2]);
}

/** What a tap makes of a layer's states, [time, batch, width]: it sees all places of an example together. */
function tapStates(states: tf.Tensor3D, name: string, tap: Tap | undefined): tf.Tensor3D {
  if (!tap) return states;
  const [time, batch, width] = states.shape;
  const seen = tap(tf.reshape<tf.Rank.R2>(turned(states), [batch, time * width]), name);
  return turned(tf.reshape(seen, [batch, time, width]));
}

/**
 * The encoder of a text, one-hot, [batch, length x symbols]: the last state of recurrent layers that read embeddings of its symbols
 * one after another (Bowman et al. 2016, arXiv 1511.06349). Padding leaves the state as it is, so that it is no part of the text.
 */
export function gruBody(
  parameters: Parameters,
  [length, symbols]: readonly number[],
  config: ModelConfig,
  part = 'encoder',
): Body {
  const { width } = gruOf(config);
  const table = embeddingTable(parameters, `${part}/symbols`, symbols, width);
  const layers = layersOf(parameters, part, width, config.hidden);
  return {
    width: config.hidden.at(-1) ?? width,
    apply(x, tap) {
      const [batch] = x.shape;
      const embedded = tf.matMul(tf.reshape<tf.Rank.R2>(x, [-1, symbols]), table);
      const isIdle = tf.expandDims<tf.Tensor3D>(tf.transpose(paddingOf(x, length)), 2);
      const states = layers.reduce(
        (states, layer, i) =>
          tapStates(layer.apply(states, tf.zeros([batch, layer.width]), isIdle), `${part}/gru_${i}`, tap),
        turned(tf.reshape(embedded, [batch, length, width])),
      );
      const last = states.shape[2];
      return tf.reshape(tf.slice(states, [length - 1, 0, 0], [1, batch, last]), [batch, last]);
    },
  };
}

/**
 * The recurrent layers of a decoder of text (Bowman et al. 2016): the code gives each its first state, through a dense layer.
 * @param latent Numbers of a code, with what stands beside it.
 */
export function gruDecoder(parameters: Parameters, config: ModelConfig, latent: number): TextNetwork {
  const { width } = gruOf(config);
  const layers = layersOf(parameters, 'decoder', width, config.hidden.toReversed());
  const beginnings = layers.map((layer, i) => dense(parameters, `decoder/state_${i}`, latent, layer.width, 'tanh'));
  return {
    inputs: width,
    width: layers[layers.length - 1].width,
    apply(x, code, tap) {
      const states = layers.reduce(
        (states, layer, i) => tapStates(layer.apply(states, beginnings[i](code)), `decoder/gru_${i}`, tap),
        turned(x),
      );
      return tf.reshape(turned(states), [-1, states.shape[2]]);
    },
    kept: layers.length,
    begin: (code) => beginnings.map((beginning) => beginning(code)),
    step(x, _, states) {
      let y = x;
      const kept = layers.map((layer, i) => {
        y = layer.step(y, states[i] as tf.Tensor2D);
        return y;
      });
      return { y, kept };
    },
  };
}
