import type { ObjectiveConfig } from './config/objective';
import { ganOf } from './gan';

/** Whether a discriminator of codes is trained against the model. */
export function isAdversarial({ totalCorrelation, adversarial }: ObjectiveConfig): boolean {
  return Boolean(adversarial?.weight || (totalCorrelation?.weight && totalCorrelation.by === 'discriminator'));
}

/** Whether any discriminator is trained against the model, of codes or of images. */
export function hasDiscriminator(objective: ObjectiveConfig): boolean {
  return isAdversarial(objective) || ganOf(objective) !== null;
}
