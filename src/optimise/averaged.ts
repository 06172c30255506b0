import * as tf from '@tensorflow/tfjs';
import { subtract } from '../graph/operations';
import { descend, readResource } from './resources';
import type { UpdateRule } from './update-rule';

/** The name of what is kept. */
export const averageName = 'average';

/**
 * A rule after whose steps a running mean of each variable follows it (Polyak & Juditsky 1992; with an exponential weight as
 * in TensorFlow's ExponentialMovingAverage):
 *
 *   a <- a - share (a - w),  share = 1 - min(decay, (t - 1) / (t + 8))
 *
 * At first the mean forgets faster: after step 1 it is the weight itself, so that nothing of the first weights stays in it.
 */
export function averaged({ means, numbers, record, apply }: UpdateRule, decay: number): UpdateRule {
  return {
    means: [...means, averageName],
    numbers: (t, learningRate) => [...numbers(t, learningRate), shareAt(t, decay)],
    record(graph, slot, gradient, given, controls) {
      const [own, share] = lastApart(given);
      const [others, average] = lastApart(slot.means);
      const stepped = record(graph, { ...slot, means: others }, gradient, own, controls);
      const [before, weight] = [average, slot.variable].map((handle) =>
        readResource(graph, handle, gradient, [stepped]),
      );
      return descend(graph, average, share, subtract(graph, before, weight), [stepped]);
    },
    apply(slot, gradient, given) {
      const [own, share] = lastApart(given);
      const [others, average] = lastApart(slot.means);
      apply({ ...slot, means: others }, gradient, own);
      average.assign(tf.sub(average, tf.mul(tf.sub(average, slot.variable), share)));
    },
  };
}

/** The share of the weight in the mean after step `t`, counted from 1. */
export function shareAt(t: number, decay: number): number {
  return 1 - Math.min(decay, (t - 1) / (t + 8));
}

function lastApart<T>(all: readonly T[]): readonly [others: readonly T[], last: T] {
  return [all.slice(0, -1), all[all.length - 1]];
}
