import * as tf from '@tensorflow/tfjs';
import type { ModelConfig } from '../protocol/config';
import type { FeatureGroup } from '../protocol/data';
import { embeddedColumns } from './embedded-columns';
import { dense, type Layer } from './layers';
import { bodyOf } from './network';
import type { Parameters } from './parameters';

/** From examples, [batch, features], to the logits of q(y|x), [batch, classes]. */
export type Classifier = Layer<tf.Tensor2D, tf.Tensor2D>;

/** A network like the encoder's, with one head, as in M2 (Kingma et al. 2014, arXiv 1406.5298). */
export function createClassifier(
  parameters: Parameters,
  config: ModelConfig,
  shape: readonly number[],
  groups: readonly FeatureGroup[],
  classes: number,
): Classifier {
  const reading = embeddedColumns(parameters, 'classifier', config, tf.util.sizeFromShape([...shape]), groups);
  const seen = config.architecture === 'dense' ? [reading.width] : shape;
  const { width, apply } = bodyOf(config)(parameters, seen, config, 'classifier');
  const logits = dense(parameters, 'classifier/logits', width, classes, 'linear');
  return (x, tap) => logits(apply(reading.apply(x), tap));
}
