import type { CodeComparison } from '../../src/protocol/compare';
import { h } from '../dom';
import { t } from '../l10n';
import { namedNumber } from '../named-number';
import { formatFixed, formatPercent } from '../numbers';

/** How alike the codes of two models are, each number with what it would be if they were the same. */
export function likenessInWords({ cka, disparity, distances, overlap }: CodeComparison): readonly HTMLElement[] {
  if (cka === null)
    return [h('p', { class: 'hint' }, t('The codes of one of both are all at one place, and like nothing.'))];
  return [
    namedNumber(t('Linear CKA'), figure(cka), t('of the codes; 1 if they differ by a rotation and a scale'), 'cka'),
    namedNumber(
      t('Disparity'),
      figure(disparity),
      t('what the best rotation and scale leave (Procrustes); 0 if nothing'),
      'disparity',
    ),
    namedNumber(t('Distances'), figure(distances), t('correlation between those of each two examples'), 'distances'),
    overlap
      ? namedNumber(
          t('Neighbours in common'),
          t('{0} ± {1}', formatPercent(overlap.value), formatPercent(overlap.error)),
          t('of the {0} nearest of an example; {1} by chance', overlap.k, formatPercent(overlap.chance)),
          'overlap',
        )
      : h(
          'p',
          { class: 'hint', testid: 'overlap-none' },
          t('Codes that are drawn from a list have no neighbours to tell apart.'),
        ),
  ];
}

function figure(value: number | null): string {
  return value === null ? '–' : formatFixed(value, 3);
}
