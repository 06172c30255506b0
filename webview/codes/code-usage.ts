import type { CodeList, CodeLists } from '../../src/protocol/code-lists';
import { h, svg } from '../dom';
import { t } from '../l10n';
import { namedNumber } from '../named-number';
import { formatFixed, formatInteger } from '../numbers';

/** Of a chart, in its own units. */
const height = 30;

/** How many codes of each list are in use, and how often each is chosen. */
export function createCodeUsage({ lists, parts }: CodeLists): readonly HTMLElement[] {
  const shared = lists.length < parts;
  return [
    h(
      'p',
      { class: 'hint' },
      shared
        ? t('A code of this model has {0} parts, each of which is a vector of one codebook.', parts)
        : t('A code of this model has {0} parts, each of which is chosen from a list of its own.', parts),
    ),
    ...lists.map((list, at) => ofList(list, shared ? t('Codes in use') : t('Part {0}', at + 1), at)),
  ];
}

function ofList({ counts, perplexity }: CodeList, name: string, at: number): HTMLElement {
  const sorted = [...counts].sort((a, b) => b - a);
  const never = sorted.filter((count) => count === 0).length;
  const most = Math.max(1, sorted[0]);
  const bars = sorted.map((count, place) => {
    const length = (height * count) / most;
    return length > 0 ? `M${place} ${height}v${-length}h1v${length}z` : '';
  });
  const equal = height * (1 - sorted.reduce((a, b) => a + b, 0) / sorted.length / most);
  const words =
    never === 0
      ? t('perplexity, of {0} codes, all of which are chosen', formatInteger(counts.length))
      : t(
          'perplexity, of {0} codes, {1} of which are never chosen',
          formatInteger(counts.length),
          formatInteger(never),
        );
  const value = t('{0} ± {1}', formatFixed(perplexity.value, 2), formatFixed(perplexity.error, 2));
  const chart = svg(
    'svg',
    {
      class: 'code-chart',
      viewBox: `0 0 ${sorted.length} ${height}`,
      preserveAspectRatio: 'none',
      role: 'img',
      'aria-label': t(
        'How often each code is chosen, the most frequent first: from {0} to {1} times',
        formatInteger(sorted[0]),
        formatInteger(sorted[sorted.length - 1]),
      ),
    },
    svg('path', { class: 'code-bars', d: bars.join('') }),
    svg('path', { class: 'code-equal', d: `M0 ${equal}h${sorted.length}` }),
  );
  return h('div', { class: 'code-list' }, namedNumber(name, value, words, `code-list-${at}`), chart);
}
