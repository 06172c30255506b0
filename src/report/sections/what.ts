import { familyOf } from '../../families';
import { posteriorOf, priorOf } from '../../protocol/composition';
import type { ModelConfig } from '../../protocol/config';
import type { Block } from '../blocks';
import type { ReportFacts, RunFacts } from '../facts';
import { type Words, withoutFolders } from '../words';

/** What the runs are: of which data, which network, by what. */
export function what({ runs }: ReportFacts, words: Words): readonly Block[] {
  const { t } = words;
  const rows: readonly (readonly [string, (run: RunFacts) => string])[] = [
    [t('Model'), ({ record }) => modelWords(record.config.model, record.config.family)],
    [t('Data'), ({ record }) => dataWords(record, words)],
    [t('Fingerprint of the data'), ({ record }) => record.fingerprint],
    [t('Network'), ({ record, plan }) => networkWords(record.config.model, plan.weights, words)],
    [t('Training'), (run) => trainingWords(run, words)],
    [t('Weights'), ({ weights }) => t('of epoch {0}', weights.epoch)],
    [t('Seed'), ({ record }) => String(record.config.training.seed)],
    [t('Judged'), ({ judged }) => lookedAtWords(judged, words)],
    [t('Learned from'), ({ reference }) => (reference ? lookedAtWords(reference, words) : '–')],
    [t('Computed by'), ({ backend }) => `${backend.name} ${backend.version}`],
    [
      t('Versions'),
      ({ record }) =>
        Object.entries(record.versions)
          .map((pair) => pair.join(' '))
          .join(', '),
    ],
    [t('Date of training'), ({ record }) => record.created.slice(0, 10)],
  ];
  return [
    { kind: 'heading', level: 2, text: runs.length > 1 ? t('What these runs are') : t('What this is') },
    {
      kind: 'table',
      caption: t('The runs, and what they were trained on.'),
      head: [t('Run'), ...runs.map(({ record }) => record.name)],
      rows: rows.map(([name, of]) => [name, ...runs.map(of)]),
    },
    ...runs.flatMap((run) => notes(run, words)),
  ];
}

export function modelWords(model: ModelConfig, family?: Parameters<typeof familyOf>[0]): string {
  const kind = family ? familyOf(family).title : model.kind.toUpperCase();
  if (model.kind === 'ae') return `${kind}, ${model.likelihood}`;
  return `${kind}, p(x|z) ${model.likelihood}, q(z|x) ${posteriorOf(model).name}, p(z) ${priorOf(model).name}`;
}

function dataWords({ data, config }: RunFacts['record'], { t }: Words): string {
  const shape = data.shape.join(' × ');
  return `${withoutFolders(config.data.source)}: ${t('{0} examples', data.examples)}, ${data.kind} (${shape}), ${data.dtype}`;
}

function networkWords({ architecture, hidden, latent }: ModelConfig, weights: number, { t }: Words): string {
  return t('{0} [{1}], {2} latent dimensions, {3} weights', architecture, hidden.join(', '), latent, weights);
}

function trainingWords({ record, history }: RunFacts, { t }: Words): string {
  const { epochs, batchSize, learningRate, schedule } = record.config.training;
  const seconds = Math.round(history.reduce((sum, epoch) => sum + epoch.seconds, 0));
  return t(
    '{0} of {1} epochs in {2} s; batches of {3}, learning rate {4} ({5})',
    history.length,
    epochs,
    seconds,
    batchSize,
    String(learningRate),
    schedule,
  );
}

function lookedAtWords({ part, source, examples, all }: RunFacts['judged'], { t }: Words): string {
  const many = examples < all ? t('{0} (evenly spread) of {1} examples', examples, all) : t('{0} examples', all);
  switch (part) {
    case 'training':
      return t('{0} that it was trained on', many);
    case 'validation':
      return t('{0} that it holds out', many);
    case 'all':
      return t('{0} of {1}', many, withoutFolders(source));
  }
}

function notes({ record, problem, reference }: RunFacts, words: Words): readonly Block[] {
  const { t } = words;
  return [
    ...(record.status === 'running' ? [t('{0} is still being trained: this is how it stood.', record.name)] : []),
    ...(record.status === 'failed' && record.failure ? [`${record.name}: ${words.sentence(record.failure)}`] : []),
    ...(problem
      ? [t('{0} The report is of those examples that the run {1} keeps.', words.sentence(problem), record.name)]
      : []),
    ...(reference === null
      ? [
          t(
            '{0} holds no examples out: all figures are of examples that it was trained on, and flatter it.',
            record.name,
          ),
        ]
      : []),
  ].map((text): Block => ({ kind: 'text', text }));
}
