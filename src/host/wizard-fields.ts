import * as v from 'valibot';
import { ModelConfig, ObjectiveConfig, RunRequest, TrainingConfig } from '../protocol/config';
import type { DataSummary } from '../protocol/data';
import { hasCategories, resolveConfig } from '../protocol/presets';

/** What the wizard knows of the data it asks about. */
export type WizardData = Pick<DataSummary, 'kind' | 'columns' | 'label'> &
  Partial<Pick<DataSummary, 'shape' | 'examples' | 'streamed'>>;

interface Field {
  readonly section: 'model' | 'objective' | 'training';
  readonly schema: v.GenericSchema;
  /** How an answer is written: a number, a list of numbers, or one of a few words. */
  readonly form: 'number' | 'list' | 'choice';
}

/** The settings that *Customise…* asks for. */
const fields = {
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

/** Which of a table's columns is the label, and which the model sees. */
export type ColumnQuestion = 'label' | 'features';

/** What is worth asking for, in order: a table's columns, and beta where there is a KL divergence. */
export function questionsFor(request: RunRequest, data: WizardData): readonly (ColumnQuestion | FieldName)[] {
  const columns: readonly ColumnQuestion[] = data.kind === 'table' ? ['label', 'features'] : [];
  const names = Object.keys(fields) as FieldName[];
  return [...columns, ...names.filter((name) => name !== 'beta' || request.model?.kind !== 'ae')];
}

/** What a setting is unless changed, as a person would type it. */
export function currentText(name: FieldName, request: RunRequest, data: WizardData): string {
  const config = resolveConfig(request, data);
  const { section } = fields[name];
  const values: Readonly<Record<string, unknown>> = config[section];
  const value = values[name];
  return Array.isArray(value) ? value.join(', ') : String(value);
}

/**
 * The likelihoods to choose from. Bernoulli is for pixels, categorical for text, mixed for categories beside numbers, and only a VAE has
 * a variance to learn.
 */
export function likelihoodsFor(request: RunRequest, data: WizardData): readonly string[] {
  if (data.kind === 'text') return ['categorical'];
  const likelihoods = data.kind === 'images' ? ['bernoulli', 'gaussian'] : ['gaussian'];
  if (hasCategories(data)) likelihoods.push('mixed');
  return request.model?.kind === 'ae' ? likelihoods : [...likelihoods, 'gaussian-learned'];
}

/** The request with a setting as typed; undefined when that is no value for it. Convolutions need at least one layer. */
export function withAnswer(request: RunRequest, name: FieldName, text: string): RunRequest | undefined {
  const value = readAnswer(name, text.trim());
  const { section } = fields[name];
  const changed = v.safeParse(RunRequest, { ...request, [section]: { ...request[section], [name]: value } });
  if (!changed.success) return undefined;
  const { architecture, hidden } = resolveConfig(changed.output, { kind: 'images' }).model;
  return architecture === 'conv' && hidden.length === 0 ? undefined : changed.output;
}

function readAnswer(name: FieldName, text: string): unknown {
  switch (fields[name].form) {
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
