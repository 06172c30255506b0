import type { RunConfig } from '../../src/protocol/config';
import type { DataSummary } from '../../src/protocol/data';
import { type Field, valueAt } from '../../src/protocol/fields';
import { likelihoods } from '../../src/protocol/likelihoods';
import { decays, hasMomentum, mayHaveLinearPath } from '../../src/protocol/requirements';
import type { Draft } from './draft';

interface Situation {
  readonly summary: Pick<DataSummary, 'kind' | 'format'>;
  readonly config: RunConfig;
  /** The data are a table, or are named by one, whose columns are listed. */
  readonly hasColumns: boolean;
}

/** For which data and models a setting has a say. What is not listed always has. */
const rules: Readonly<Record<string, (situation: Situation) => boolean>> = {
  // The list of columns says these.
  'data.labels': ({ hasColumns, summary }) => !hasColumns && summary.kind !== 'text' && summary.format !== 'builtin',
  'data.ignore': () => false,
  'data.roles': ({ hasColumns, summary }) => hasColumns && summary.kind !== 'text',
  'data.missing': ({ summary }) => summary.kind === 'table',
  'data.array': ({ summary: { format, kind } }) =>
    format === 'npz' || format === 'safetensors' || (kind === 'vectors' && isColumnar(format)),
  'data.imageSize': ({ summary }) => summary.format === 'images',
  'data.colour': ({ summary }) => summary.format === 'images',
  'data.tile': ({ summary }) => summary.format === 'images',
  'data.text.column': ({ summary: { format, kind } }) => format === 'csv' || (isColumnar(format) && kind !== 'vectors'),
  'data.text.mode': ({ summary }) => summary.kind === 'text',
  'data.text.length': ({ summary }) => summary.kind === 'text',
  'model.variance': ({ config: { model } }) => likelihoods[model.likelihood].hasFixedVariance?.(model.kind) ?? false,
  'model.linearPath': ({ summary, config: { model } }) => mayHaveLinearPath(model, summary.kind),
  'training.augment.flip': ({ summary }) => summary.kind === 'images',
  'training.augment.shift': ({ summary }) => summary.kind === 'images',
  'training.optimizer.weightDecay': ({ config: { training } }) => decays(training.optimizer?.name ?? 'adam'),
  'training.optimizer.momentum': ({ config: { training } }) => hasMomentum(training.optimizer?.name ?? 'adam'),
  'objective.beta': isVariational,
  'objective.warmUpEpochs': isVariational,
  'objective.freeBits': isVariational,
};

/** Is a setting worth showing? One that was changed is, in any case: nothing of a configuration is out of sight. */
export function isRelevant(field: Field, draft: Draft, situation: Situation): boolean {
  const isSaid = valueAt(draft.request, field.path) !== undefined || draft.typed[field.key] !== undefined;
  const isListed = situation.hasColumns && (field.key === 'data.labels' || field.key === 'data.ignore');
  return (isSaid && !isListed) || (rules[field.key]?.(situation) ?? true);
}

function isVariational({ config }: Situation): boolean {
  return config.model.kind === 'vae';
}

function isColumnar(format: DataSummary['format']): boolean {
  return format === 'parquet' || format === 'arrow';
}
