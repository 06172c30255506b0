import * as v from 'valibot';
import { DataConfig, ModelConfig, ObjectiveConfig, RunRequest, TrainingConfig } from '../protocol/config';
import type { DataSummary } from '../protocol/data';
import { hasCategories, resolveConfig } from '../protocol/presets';

/** What the wizard knows of the data it asks about. */
export type WizardData = Pick<DataSummary, 'kind' | 'columns' | 'label'>;

interface Field {
  readonly section: 'data' | 'model' | 'objective' | 'training';
  readonly schema: v.GenericSchema;
  /** How an answer is written: a number, a list of numbers, or one of a few words. */
  readonly form: 'number' | 'list' | 'choice';
}

/** The settings that *Customise…* asks for. */
const fields = {
  labels: { section: 'data', schema: DataConfig.entries.labels, form: 'choice' },
  latent: { section: 'model', schema: ModelConfig.entries.latent, form: 'number' },
  hidden: { section: 'model', schema: ModelConfig.entries.hidden, form: 'list' },
  likelihood: { section: 'model', schema: ModelConfig.entries.likelihood, form: 'choice' },
  beta: { section: 'objective', schema: ObjectiveConfig.entries.beta, form: 'number' },
  epochs: { section: 'training', schema: TrainingConfig.entries.epochs, form: 'number' },
  batchSize: { section: 'training', schema: TrainingConfig.entries.batchSize, form: 'number' },
  learningRate: { section: 'training', schema: TrainingConfig.entries.learningRate, form: 'number' },
  validationSplit: { section: 'training', schema: TrainingConfig.entries.validationSplit, form: 'number' },
  seed: { section: 'training', schema: TrainingConfig.entries.seed, form: 'number' },
} as const satisfies Readonly<Record<string, Field>>;

export type FieldName = keyof typeof fields;

/** The settings worth asking for, in order: a table's label, and beta where there is a KL divergence. */
export function fieldsFor(request: RunRequest, data: WizardData): readonly FieldName[] {
  return (Object.keys(fields) as FieldName[]).filter((name) => {
    if (name === 'labels') return data.kind === 'table' && data.columns.length > 0;
    return name !== 'beta' || request.model?.kind !== 'ae';
  });
}

export function formOf(name: FieldName): Field['form'] {
  return fields[name].form;
}

/** What a setting is unless changed, as a person would type it. */
export function currentText(name: FieldName, request: RunRequest, data: WizardData): string {
  const config = resolveConfig(request, data);
  if (name === 'labels') return config.data.labels ?? data.label ?? '';
  const { section } = fields[name];
  const values: Readonly<Record<string, unknown>> = config[section];
  const value = values[name];
  return Array.isArray(value) ? value.join(', ') : String(value);
}

/**
 * The words that may answer a choice. Bernoulli is for pixels, categorical for text, mixed for categories beside numbers, and only a VAE has
 * a variance to learn.
 */
export function choicesOf(name: 'labels' | 'likelihood', request: RunRequest, data: WizardData): readonly string[] {
  if (name === 'labels') return data.columns.map((column) => column.name);
  if (data.kind === 'text') return ['categorical'];
  const likelihoods = data.kind === 'images' ? ['bernoulli', 'gaussian'] : ['gaussian'];
  if (hasCategories(data)) likelihoods.push('mixed');
  return request.model?.kind === 'ae' ? likelihoods : [...likelihoods, 'gaussian-learned'];
}

/** The request with a setting as typed; undefined when that is no value for it. Convolutions need at least one layer. */
export function withAnswer(request: RunRequest, name: FieldName, text: string): RunRequest | undefined {
  const value = readAnswer(name, text.trim());
  const { section } = fields[name];
  const old = section === 'data' && typeof request.data === 'string' ? { source: request.data } : request[section];
  const changed = v.safeParse(RunRequest, { ...request, [section]: { ...(old as object | undefined), [name]: value } });
  if (!changed.success) return undefined;
  const { architecture, hidden } = resolveConfig(changed.output, { kind: 'images' }).model;
  return architecture === 'conv' && hidden.length === 0 ? undefined : changed.output;
}

function readAnswer(name: FieldName, text: string): unknown {
  switch (formOf(name)) {
    case 'choice':
      return text;
    case 'number':
      return readNumber(text);
    case 'list':
      return text === '' ? [] : text.split(/[\s,;]+/).map(readNumber);
  }
}

/** NaN, which no setting accepts, for what is no number. */
function readNumber(text: string): number {
  return text === '' ? Number.NaN : Number(text);
}
