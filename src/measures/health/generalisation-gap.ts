import { type Estimate, meanOf } from '../estimate';

/**
 * How much worse the model takes examples that it was not trained on, nats: the mean loss of held-out examples less that of training
 * examples (Goodfellow, Bengio & Courville 2016, "Deep Learning", section 5.2). Above 0 where it is overfitted. Its error is that of a
 * difference of means of independent examples. Costs an evaluation of each.
 * @param training @param heldOut The loss of each example, nats.
 */
export function generalisationGap(training: ArrayLike<number>, heldOut: ArrayLike<number>): Estimate {
  const [learned, judged] = [meanOf(training), meanOf(heldOut)];
  const error = learned.error === null || judged.error === null ? null : Math.hypot(learned.error, judged.error);
  return { value: judged.value - learned.value, error, n: judged.n };
}
