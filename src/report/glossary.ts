import { measureSources } from '../protocol/measure-sources';
import { type MeasureName, measureNames } from '../protocol/measures';
import type { Block } from './blocks';
import type { RunFacts } from './facts';
import type { Words } from './words';

/** Where a measure is said to be what it is. */
export function anchorOf(measure: MeasureName): string {
  return `measure-${measure}`;
}

/** What the measures are that have values, in a line each. */
export function glossary(runs: readonly RunFacts[], { t }: Words): Block {
  const measured = runs.flatMap((run) => run.measured).filter(({ values }) => values.length > 0);
  const names = measureNames.filter((name) => measured.some(({ measure }) => measure === name));
  return {
    kind: 'table',
    caption: t('In a line each. When they mislead is in the documentation (docs/measures.md).'),
    head: [t('Measure'), t('Formula'), t('Source')],
    rows: names.map((name) => [name, measureSources[name].formula, measureSources[name].source]),
    anchors: names.map(anchorOf),
  };
}
