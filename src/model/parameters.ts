import * as tf from '@tensorflow/tfjs';
import type { ModelConfig } from '../protocol/config';
import { UserError } from '../protocol/errors';
import { drawUniform, glorotLimit, uniformLimit } from './initialization';

/** 400 MB of weights, and four times that while they train. */
const mostParameters = 100e6;

/** Variables by their names, in the order of their creation. */
export type Variables = ReadonlyMap<string, tf.Variable>;

/** Who changes a variable: the model itself, an opponent that it is trained against, or no gradient at all. */
export type Player = 'model' | 'discriminator';
type Owner = Player | null;

/**
 * The variables of one model. Their initial values depend on the seed and their names alone. Throws UserError
 * `model.too-large` before they fill the memory.
 */
export class Parameters {
  private readonly byName = new Map<string, tf.Variable>();
  private readonly owners = new Map<string, Owner>();
  private owner: Owner = 'model';
  private count = 0;

  constructor(
    private readonly seed: number,
    private readonly initialisation: ModelConfig['initialisation'] = 'lecun',
  ) {}

  get variables(): Variables {
    return this.byName;
  }

  /** The trained variables of each player. */
  get players(): ReadonlyMap<Player, Variables> {
    const players = new Map<Player, Map<string, tf.Variable>>();
    for (const [name, variable] of this.byName) {
      const owner = this.owners.get(name);
      if (!owner) continue;
      const own = players.get(owner) ?? new Map<string, tf.Variable>();
      players.set(owner, own.set(name, variable));
    }
    return players;
  }

  /** Those that no gradient changes. */
  get state(): readonly tf.Variable[] {
    return [...this.byName].filter(([name]) => this.owners.get(name) === null).map(([, variable]) => variable);
  }

  /** What `build` makes belongs to an opponent; or, by null, is not trained. */
  ownedBy<T>(owner: Owner, build: () => T): T {
    const before = this.owner;
    this.owner = owner;
    try {
      return build();
    } finally {
      this.owner = before;
    }
  }

  /** Of the first weights of a layer whose units read `fanIn` values, and whose inputs are read by `fanOut`. */
  limit(fanIn: number, fanOut: number): number {
    return this.initialisation === 'glorot' ? glorotLimit(fanIn, fanOut) : uniformLimit(fanIn);
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
    const variable = tf.variable(initial, this.owner !== null);
    initial.dispose();
    this.byName.set(name, variable);
    this.owners.set(name, this.owner);
    return variable;
  }
}
