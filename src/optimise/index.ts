import type { OptimizerConfig } from '../protocol/config';
import { adam, adamax, adamConstants, adamw } from './adam';
import { rmsprop, sgd } from './descent';
import type { UpdateRule } from './update-rule';

export { averaged, shareAt } from './averaged';
export { Optimizer, type Player, type PlayersSlot } from './optimizer';
export type { RecordedSlot, Slot, UpdateRule } from './update-rule';

/** The rule that a configuration asks for: Adam where it says nothing. */
export function updateRule({ name = 'adam', weightDecay = 0.01, momentum, ...own }: OptimizerConfig = {}): UpdateRule {
  const { beta1, beta2, epsilon } = { ...adamConstants, ...own };
  const constants = { beta1, beta2, epsilon };
  switch (name) {
    case 'adam':
      return adam(constants);
    case 'adamw':
      return adamw(weightDecay, constants);
    case 'adamax':
      return adamax(constants);
    case 'sgd':
      return sgd(momentum ?? 0.9);
    case 'rmsprop':
      return rmsprop(momentum ?? 0);
  }
}
