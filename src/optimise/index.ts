import type { OptimizerConfig } from '../protocol/config';
import { adam, adamax, adamw } from './adam';
import { rmsprop, sgd } from './descent';
import type { UpdateRule } from './update-rule';

export { averaged, shareAt } from './averaged';
export { Optimizer, type Player } from './optimizer';
export type { RecordedSlot, Slot, UpdateRule } from './update-rule';

/** The rule that a configuration asks for: Adam where it says nothing. */
export function updateRule({ name = 'adam', weightDecay = 0.01, momentum }: OptimizerConfig = {}): UpdateRule {
  switch (name) {
    case 'adam':
      return adam();
    case 'adamw':
      return adamw(weightDecay);
    case 'adamax':
      return adamax();
    case 'sgd':
      return sgd(momentum ?? 0.9);
    case 'rmsprop':
      return rmsprop(momentum ?? 0);
  }
}
