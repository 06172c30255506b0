import type { ModelConfig } from '../protocol/config';
import type { DataKind, FeatureGroup } from '../protocol/data';
import { UserError } from '../protocol/errors';

/** Throws UserError `model.*` where a configuration is at odds with itself or with the kind of data. */
export function checkFit(config: ModelConfig, kind: DataKind, groups: readonly FeatureGroup[]): void {
  if (config.architecture === 'conv') {
    if (kind !== 'images' && kind !== 'text') throw new UserError('model.conv-needs-places');
    if (config.hidden.length === 0) throw new UserError('model.conv-needs-filters');
  }
  if (kind === 'text' && config.likelihood !== 'categorical') throw new UserError('model.text-needs-categorical');
  if (config.likelihood === 'bernoulli' && kind !== 'images') throw new UserError('model.bernoulli-needs-pixels');
  if (config.likelihood === 'categorical' && kind !== 'text') throw new UserError('model.categorical-needs-text');
  if (config.likelihood === 'mixed' && groups.length === 0) throw new UserError('model.mixed-needs-categories');
  if (config.linearPath && !(kind === 'images' && isGaussian(config))) throw new UserError('model.linear-needs-pixels');
  if (config.likelihood === 'gaussian-learned' && config.kind === 'ae') throw new UserError('model.variance-needs-vae');
}

export function isGaussian({ likelihood }: Pick<ModelConfig, 'likelihood'>): boolean {
  return likelihood === 'gaussian' || likelihood === 'gaussian-learned';
}
