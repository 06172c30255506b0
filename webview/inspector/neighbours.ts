import type { Inspection } from '../../src/protocol/trainer';
import { h } from '../dom';
import { thumbnail } from '../example-view';
import { t } from '../l10n';
import { formatFixed } from '../numbers';
import type { Panel } from '../panel';

export interface Neighbours {
  readonly element: HTMLElement;
  show(neighbours: Inspection['neighbours']): void;
}

/** The nearest examples in the latent space; a click goes there. */
export function createNeighbours({ examples, columns, view, fail }: Panel): Neighbours {
  const list = h('div', { class: 'neighbours', testid: 'neighbours' });
  const element = h('section', {}, h('h3', {}, t('Nearest neighbours')), list);
  let newest: Inspection['neighbours'] = [];
  const draw = async (neighbours: Inspection['neighbours']) => {
    const pictures = await examples.get(neighbours.map((neighbour) => neighbour.index));
    if (neighbours !== newest) return;
    list.classList.toggle('rows', pictures[0] !== undefined && pictures[0].kind !== 'images');
    list.replaceChildren(
      ...neighbours.map(({ index, distance }, position) => {
        const label = columns.labelOf(index);
        const name = label === null ? `#${index}` : `${label} #${index}`;
        return h(
          'button',
          {
            type: 'button',
            class: 'neighbour',
            title: t('{0}, distance {1}', name, formatFixed(distance, 3)),
            'aria-label': t('{0}, distance {1}', name, formatFixed(distance, 3)),
            on: { click: () => view.change(t('pin example {0}', String(index)), { pinned: index }) },
          },
          thumbnail(pictures[position], 0, ''),
          h('span', { class: 'neighbour-words' }, label ?? `#${index}`, h('small', {}, formatFixed(distance, 2))),
        );
      }),
    );
  };
  return {
    element,
    show(neighbours) {
      newest = neighbours;
      element.hidden = neighbours.length === 0;
      draw(neighbours).catch(fail);
    },
  };
}
