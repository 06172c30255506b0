import type { MeasuredValue } from '../../protocol/measures';
import type { Block } from '../blocks';
import type { ReportFacts, RunFacts } from '../facts';
import { estimateWords } from '../numbers';
import type { Words } from '../words';

/** The main figures, those that there are, in this order. */
const mainFigures = [
  'elbo',
  'log-likelihood',
  'bits-per-dimension',
  'mse',
  'ssim',
  'characters',
  'trustworthiness',
  'knn-accuracy',
  'probe-accuracy',
  'frechet',
  'mig',
] as const;

/** A paragraph for each run. */
export function result({ runs }: ReportFacts, words: Words): readonly Block[] {
  const { t } = words;
  return [
    { kind: 'heading', level: 2, text: t('Result') },
    ...runs.map((run): Block => ({ kind: 'text', text: paragraph(run, words) })),
    {
      kind: 'text',
      text: t(
        'The number behind ± is the standard error of sampling: how far the value would be off for other examples of the same kind. It knows nothing of other seeds of training.',
      ),
    },
  ];
}

function paragraph(run: RunFacts, { t }: Words): string {
  const values = run.measured.flatMap((measured) => measured.values);
  const figures = mainFigures.flatMap((name) => {
    const [own, linear] = [['codes', 'samples', undefined], ['pca']].map((of) =>
      values.find((value) => value.name === name && of.includes(value.of)),
    );
    if (!own || own.value === null) return [];
    const beside = linear?.value == null ? '' : ` (${t('principal components {0}', estimateWords(linear))})`;
    return [`${name} ${valueWords(own)}${beside}`];
  });
  const active = values.find(({ name }) => name === 'active-units');
  const units =
    active?.value == null
      ? []
      : [t('{0} of {1} latent dimensions active', active.value, run.record.config.model.latent)];
  const all = [...figures, ...units].join('; ');
  if (all === '') return t('{0}: no measure has a value.', run.record.name);
  return t('{0}, by {1} examples: {2}.', run.record.name, run.judged.examples, all);
}

function valueWords(value: MeasuredValue): string {
  return `${estimateWords(value)}${value.unit === '' ? '' : ` ${value.unit}`}`;
}
