import type { ModelConfig } from '../protocol/config';
import type { DataKind } from '../protocol/data';
import { UserError } from '../protocol/errors';

/** Throws UserError `model.*` where a configuration is at odds with itself or with the kind of data. */
export function checkFit(config: ModelConfig, kind: DataKind): void {
  if (config.architecture === 'conv') {
    if (kind !== 'images') throw new UserError('model.conv-needs-images');
    if (config.hidden.length === 0) throw new UserError('model.conv-needs-filters');
  }
  if (config.likelihood === 'bernoulli' && kind !== 'images') throw new UserError('model.bernoulli-needs-pixels');
  if (config.likelihood === 'gaussian-learned' && config.kind === 'ae') throw new UserError('model.variance-needs-vae');
}
