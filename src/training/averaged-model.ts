import * as tf from '@tensorflow/tfjs';
import type { Twin } from '../compute';
import type { Autoencoder } from '../model/autoencoder';
import type { Objective } from '../model/objectives';
import { restoreWeights, storeWeights } from '../model/weights';

/** The scalar that says how far what no gradient changes follows at a step. */
export const followName = 'follow';

/**
 * The twin that is trained in place of a model, which gets the running means of its weights: whoever encodes, decodes, judges or
 * stores the model does so by the means, and needs not know of it. It begins where the model is.
 */
export function twinOf(model: Autoencoder): Twin {
  const twin = model.twin();
  restoreWeights(twin, storeWeights(model));
  const followers = new Map(twin.state.map((variable, i) => [variable, model.state[i]]));
  return {
    model: twin,
    state: [...twin.state, ...model.state],
    follow: (objective) => (followers.size === 0 ? objective : withFollowers(objective, followers)),
  };
}

/** Codebooks follow those of the twin by the share that weights do. */
function withFollowers(objective: Objective, followers: ReadonlyMap<tf.Variable, tf.Variable>): Objective {
  return {
    ...objective,
    scalars: [...objective.scalars, followName],
    compute(parts, scalars) {
      const { updates = [], ...computed } = objective.compute(parts, scalars);
      const following = updates.flatMap(({ variable, value }) => {
        const follower = followers.get(variable);
        const share = scalars[followName];
        return follower
          ? [{ variable: follower, value: tf.add(follower, tf.mul(tf.sub(value, follower), share)) }]
          : [];
      });
      return { ...computed, updates: [...updates, ...following] };
    },
  };
}
