import * as tf from '@tensorflow/tfjs';
import { UserError } from '../protocol/errors';
import { drawUniform } from './initialization';

/** 400 MB of weights, and four times that while they train. */
const mostParameters = 100e6;

/**
 * The trained variables of one model, by name and in the order of their creation. Their initial values depend on the
 * seed and their names alone. Throws UserError `model.too-large` before they fill the memory.
 */
export class Parameters {
  private readonly byName = new Map<string, tf.Variable>();
  private count = 0;

  constructor(private readonly seed: number) {}

  get variables(): ReadonlyMap<string, tf.Variable> {
    return this.byName;
  }

  /** Drawn from U(-limit, limit). */
  uniform<R extends tf.Rank>(name: string, shape: tf.ShapeMap[R], limit: number): tf.Variable<R> {
    const values = drawUniform(this.reserve(shape), limit, this.seed, name);
    return this.add<R>(name, tf.tensor<R>(values, shape));
  }

  constant<R extends tf.Rank>(name: string, shape: tf.ShapeMap[R], value: number): tf.Variable<R> {
    this.reserve(shape);
    return this.add<R>(name, tf.fill<R>(shape, value));
  }

  dispose(): void {
    for (const variable of this.byName.values()) variable.dispose();
  }

  private reserve(shape: readonly number[]): number {
    const size = tf.util.sizeFromShape([...shape]);
    this.count += size;
    if (this.count > mostParameters) {
      throw new UserError('model.too-large', { millions: mostParameters / 1e6 });
    }
    return size;
  }

  private add<R extends tf.Rank>(name: string, initial: tf.Tensor<R>): tf.Variable<R> {
    const variable = tf.variable(initial);
    initial.dispose();
    this.byName.set(name, variable);
    return variable;
  }
}
