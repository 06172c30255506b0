import type { Inspection } from '../../src/protocol/trainer';
import { cssColour } from '../colouring';
import { h } from '../dom';
import { cellText, differenceCanvas, imageCanvas } from '../example-view';
import { differenceColour, differenceScale, type Rows } from '../images';
import { t } from '../l10n';
import { formatFixed } from '../numbers';
import type { Panel } from '../panel';
import { characterPairs } from '../text-pairs';
import { comparedText } from '../text-view';

export interface Comparison {
  readonly element: HTMLElement;
  show(inspection: Pick<Inspection, 'original' | 'reconstruction' | 'difference'>): void;
}

/** Original, reconstruction, and what lies between them. @param label What it is called, as there may be several. */
export function createComparison({ theme }: Panel, label = t('Original and reconstruction')): Comparison {
  const element = h('section', { class: 'comparison', 'aria-label': label });
  return {
    element,
    show({ original, reconstruction, difference }) {
      const { tone } = theme.get();
      if (original.kind === 'rows' && reconstruction.kind === 'rows') {
        element.replaceChildren(
          h('div', { class: 'comparison-scroller', tabindex: 0 }, compareRows(original, reconstruction)),
        );
        return;
      }
      if (original.kind === 'text' && reconstruction.kind === 'text') {
        element.replaceChildren(compareTexts(original.texts[0], reconstruction.texts[0]));
        return;
      }
      if (original.kind !== 'images' || reconstruction.kind !== 'images') return;
      const scale = differenceScale(difference);
      const figure = (picture: HTMLCanvasElement, testid: string, caption: string) => {
        picture.dataset.testid = testid;
        return h('figure', {}, picture, h('figcaption', { 'aria-hidden': 'true' }, caption));
      };
      const ramp = h('span', { class: 'difference-ramp', 'aria-hidden': 'true' });
      const ends = [-1, 0, 1].map((share) => cssColour(differenceColour(share, tone)));
      ramp.style.background = `linear-gradient(to right, ${ends.join(', ')})`;
      element.replaceChildren(
        h(
          'div',
          { class: 'figures' },
          figure(imageCanvas(original, 0, t('Original')), 'inspector-original', t('Original')),
          figure(imageCanvas(reconstruction, 0, t('Reconstruction')), 'inspector-reconstruction', t('Reconstruction')),
          figure(
            differenceCanvas(original, difference, scale, tone, t('Difference')),
            'inspector-difference',
            t('Difference'),
          ),
        ),
        h(
          'p',
          { class: 'difference-scale' },
          h('span', {}, t('too bright {0}', formatFixed(-scale, 2))),
          ramp,
          h('span', {}, t('{0} too dark', formatFixed(scale, 2))),
        ),
      );
    },
  };
}

/** The text, and below it the reconstruction with its wrong characters marked. */
function compareTexts(original: string, reconstruction: string): HTMLElement {
  const pairs = characterPairs(original, reconstruction);
  const right = pairs.filter(({ from, to }) => from === to).length;
  return h(
    'dl',
    { class: 'text-comparison', testid: 'inspector-comparison' },
    h('dt', {}, t('Original')),
    h('dd', { testid: 'inspector-original' }, comparedText(pairs, 'from')),
    h('dt', {}, t('Reconstruction')),
    h('dd', { testid: 'inspector-reconstruction' }, comparedText(pairs, 'to')),
    h('dd', { class: 'hint' }, t('{0} of {1} characters right', right, pairs.length)),
  );
}

function compareRows(original: Rows, reconstruction: Rows): HTMLElement {
  const body = original.names.map((name, column) => {
    const [before, after] = [original.rows[0][column], reconstruction.rows[0][column]];
    const numbers = typeof before === 'number' && typeof after === 'number';
    const differs = numbers ? cellText(before - after) : before === after ? '=' : '≠';
    return h(
      'tr',
      { class: differs === '≠' ? 'differs' : '' },
      h('th', { scope: 'row', title: name }, name),
      h('td', { title: cellText(before) }, cellText(before)),
      h('td', { title: cellText(after) }, cellText(after)),
      h('td', {}, differs),
    );
  });
  const head = [t('Column'), t('Original'), t('Reconstruction'), t('Difference')];
  return h(
    'table',
    { class: 'comparison-table', testid: 'inspector-comparison' },
    h('thead', {}, h('tr', {}, ...head.map((text) => h('th', { scope: 'col' }, text)))),
    h('tbody', {}, ...body),
  );
}
