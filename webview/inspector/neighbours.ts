import type { InputNeighbours, NeighbourSpace } from '../../src/protocol/input-neighbours';
import type { Inspection } from '../../src/protocol/trainer';
import { segmented } from '../controls';
import { h, setText } from '../dom';
import { thumbnail } from '../example-view';
import { t } from '../l10n';
import { Latest } from '../latest';
import { needs } from '../needs';
import { formatFixed, formatInteger } from '../numbers';
import type { Panel } from '../panel';

type NeighbourList = Inspection['neighbours'];

export interface NeighboursView<Of> {
  readonly element: HTMLElement;
  /** @param byCodes The nearest codes to those of `of`; the nearest by data are asked for where they are to be seen. */
  show(of: Of, byCodes: NeighbourList): void;
}

interface NeighboursOptions<Of> {
  /** Where it stands: the choice by what they are near is one for all. */
  readonly testid: string;
  nearestByData(of: Of): Promise<InputNeighbours>;
  /** Hears which are listed. */
  onListed?(indices: readonly number[]): void;
}

/** By what a person wants to have neighbours, where the host can tell both. */
export function chosenSpace({ offers, ui }: Pick<Panel, 'offers' | 'ui'>): NeighbourSpace {
  return offers('nearestInputs') ? ui.get().neighboursBy : 'codes';
}

/** The examples nearest to one, by their codes or by their data; a click goes there. */
export function createNeighbours<Of>(panel: Panel, options: NeighboursOptions<Of>): NeighboursView<Of> {
  const { columns, examples, fail, session, ui, view } = panel;
  const { nearestByData, onListed, testid } = options;
  const list = h('div', { class: 'neighbours', testid });
  const note = h('p', { class: 'hint', testid: `${testid}-note` });
  const by = segmented<NeighbourSpace>({
    label: t('Nearest by'),
    testid: `${testid}-by`,
    options: [
      { value: 'codes', label: t('Codes') },
      { value: 'data', label: t('Data') },
    ],
    value: chosenSpace(panel),
    onChange: (neighboursBy) => ui.set({ neighboursBy }),
  });
  const element = h(
    'section',
    {},
    h('div', { class: 'section-head' }, h('h3', {}, t('Nearest neighbours')), needs(by.element, 'nearestInputs')),
    list,
    note,
  );
  let shown: { readonly of: Of; readonly byCodes: NeighbourList } | null = null;
  /** Data stay as they are: they are asked once. */
  let byData: { readonly of: Of; readonly found: InputNeighbours } | null = null;
  let newest: NeighbourList = [];

  const nearest = new Latest(
    nearestByData,
    (found, of) => {
      byData = { of, found };
      refresh();
    },
    fail,
  );

  function refresh(): void {
    if (!shown) return;
    const { of, byCodes } = shown;
    if (chosenSpace(panel) === 'codes') take(byCodes, '');
    else if (byData?.of === of) take(byData.found.neighbours, amongWords(byData.found.among));
    else nearest.ask(of);
  }

  function amongWords(among: number): string {
    const isAll = among === session.get().run.record.data.examples;
    return isAll ? '' : t('Among the {0} examples that the run keeps.', formatInteger(among));
  }

  function take(neighbours: NeighbourList, words: string): void {
    newest = neighbours;
    element.hidden = shown?.byCodes.length === 0;
    setText(note, words);
    note.hidden = words === '';
    onListed?.(neighbours.map(({ index }) => index));
    draw(neighbours).catch(fail);
  }

  async function draw(neighbours: NeighbourList): Promise<void> {
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
  }

  ui.changed(
    (state) => state.neighboursBy,
    () => {
      by.value = chosenSpace(panel);
      refresh();
    },
  );
  return {
    element,
    show(of, byCodes) {
      shown = { of, byCodes };
      refresh();
    },
  };
}
