import type { Convention, OptimizerConfig, OptimizerName } from '../protocol/config';
import { adam, adamax, adamaxWithin, adamConstants } from './adam';
import { rmsprop, rmspropBeside, sgd, sgdWithin } from './descent';
import type { UpdateRule } from './update-rule';
import { coupledDecay, decoupledDecay } from './weight-decay';

export { averaged, shareAt } from './averaged';
export { Optimizer, type Player, type PlayersSlot } from './optimizer';
export type { RecordedSlot, Slot, UpdateRule } from './update-rule';

/** What is usual by a convention. */
const usual = {
  tensorflow: { epsilon: adamConstants.epsilon, rmspropDecay: 0.9 },
  keras: { epsilon: adamConstants.epsilon, rmspropDecay: 0.9 },
  pytorch: { epsilon: 1e-8, rmspropDecay: 0.99 },
} as const satisfies Record<Convention, object>;

/** The rule that a configuration asks for: Adam where it says nothing. */
export function updateRule(config: OptimizerConfig = {}): UpdateRule {
  const { name = 'adam', weightDecay } = config;
  const rule = ruleOf(name, config);
  if (name === 'adamw') return decoupledDecay(rule, weightDecay ?? 0.01);
  return weightDecay ? coupledDecay(rule, weightDecay) : rule;
}

/** Without weight decay. */
function ruleOf(
  name: OptimizerName,
  { convention = 'tensorflow', momentum, beta1, beta2, epsilon = usual[convention].epsilon }: OptimizerConfig,
): UpdateRule {
  const isPyTorch = convention === 'pytorch';
  const constants = { beta1: beta1 ?? adamConstants.beta1, beta2: beta2 ?? adamConstants.beta2, epsilon };
  switch (name) {
    case 'adam':
    case 'adamw':
      return adam(constants, isPyTorch ? 'corrected' : 'beside');
    case 'adamax':
      return (isPyTorch ? adamaxWithin : adamax)(constants);
    case 'sgd':
      return (convention === 'keras' ? sgdWithin : sgd)(momentum ?? 0.9);
    case 'rmsprop': {
      const own = { momentum: momentum ?? 0, decay: usual[convention].rmspropDecay, epsilon };
      return (isPyTorch ? rmspropBeside : rmsprop)(own);
    }
  }
}
