import type { DataConfig, RunConfig, TrainingConfig } from './config';
import type { DataSummary } from './data';
import { hasDiscriminator } from './discriminators';
import { type SentenceParams, UserError } from './errors';
import type { SentenceCode } from './sentences';
import { splitPart } from './split-names';
import { termsOf } from './terms';

/** Where the course of a training is at odds with the model or the data: the setting, by its path, and the sentence for it. */
export interface CourseMisfit {
  readonly key: string;
  readonly code: Extract<SentenceCode, `training.${string}`>;
  readonly params?: SentenceParams;
}

type Data = Pick<DataSummary, 'columns' | 'streamed'>;

/** Of what is monitored, held out, drawn more often, and trained beside the model. */
export function courseMisfits(
  { model, objective, training, data }: Pick<RunConfig, 'model' | 'objective' | 'training' | 'data'>,
  { columns, streamed }: Data,
): readonly CourseMisfit[] {
  const found: CourseMisfit[] = [];
  const {
    monitor = 'loss',
    plateau,
    milestones,
    schedule,
    validation: { column, stratified } = {},
    balance,
  } = training;
  const terms = termsOf({ model, objective });
  if (training.players?.discriminator && !hasDiscriminator(objective))
    found.push({ key: 'training.players.discriminator.learningRate', code: 'training.player-is-missing' });
  if (monitor !== 'loss' && !terms.includes(monitor)) {
    const params = { monitor, terms: terms.join(', ') };
    found.push({ key: 'training.monitor', code: 'training.monitor-lacks-term', params });
  }
  if (plateau && schedule !== 'plateau')
    found.push({ key: 'training.schedule', code: 'training.plateau-needs-schedule' });
  if (milestones && schedule !== 'milestones')
    found.push({ key: 'training.schedule', code: 'training.milestones-need-schedule' });
  if (schedule === 'milestones' && !milestones?.epochs?.length)
    found.push({ key: 'training.milestones.epochs', code: 'training.schedule-needs-milestones' });
  found.push(...validationDataMisfits(data, training, streamed));
  const hasLabels = columns.some(({ role, type }) => role === 'label' && type === 'category');
  if (stratified) {
    if (column !== undefined) found.push({ key: 'training.validation.stratified', code: 'training.split-is-given' });
    else if (!hasLabels)
      found.push({ key: 'training.validation.stratified', code: 'training.stratified-needs-labels' });
  }
  if (balance && !hasLabels) found.push({ key: 'training.balance', code: 'training.balance-needs-labels' });
  const misfit = column === undefined ? null : splitMisfit(column, { columns, streamed });
  return misfit ? [...found, { key: 'training.validation.column', ...misfit }] : found;
}

/** Of other data to validate with. */
function validationDataMisfits(
  { validation = {} }: DataConfig,
  { validation: { column, stratified } = {} }: TrainingConfig,
  streamed: number | undefined,
): readonly CourseMisfit[] {
  const { source, labels, array } = validation;
  if (source === undefined) {
    const [setting] = Object.entries({ labels, array }).flatMap(([name, value]) => (value === undefined ? [] : [name]));
    return setting === undefined
      ? []
      : [{ key: `data.validation.${setting}`, code: 'training.validation-lacks-source', params: { setting } }];
  }
  if (streamed !== undefined) return [{ key: 'data.validation.source', code: 'training.validation-needs-memory' }];
  if (column !== undefined) return [{ key: 'training.validation.column', code: 'training.validation-is-given' }];
  return stratified ? [{ key: 'training.validation.stratified', code: 'training.validation-is-given' }] : [];
}

function splitMisfit(name: string, { columns, streamed }: Data): Omit<CourseMisfit, 'key'> | null {
  if (streamed !== undefined) return { code: 'training.split-needs-memory' };
  const column = columns.find((own) => own.name === name);
  if (!column) return { code: 'training.split-lacks-column', params: { column: name } };
  if (column.type === 'numeric') return { code: 'training.split-without-names', params: { column: name } };
  // What an id says is known only once the data are read.
  const other = column.categories?.find((category) => splitPart(category) === null);
  return other === undefined ? null : { code: 'training.split-unknown-value', params: { column: name, value: other } };
}

/** Throws UserError `training.*` where the course of a training is at odds with the model or the data. */
export function checkCourse(config: Pick<RunConfig, 'model' | 'objective' | 'training' | 'data'>, data: Data): void {
  const [misfit] = courseMisfits(config, data);
  if (misfit) throw new UserError(misfit.code, misfit.params);
}
