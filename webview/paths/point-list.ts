import { mostPathPoints } from '../../src/protocol/paths';
import { removeButton } from '../chip';
import { type Button, textButton } from '../controls';
import { h } from '../dom';
import { thumbnail } from '../example-view';
import { t } from '../l10n';
import type { Panel } from '../panel';
import { cursorParams } from '../space/cursor-code';
import type { ViewDocument } from '../state/view-document';
import { weightsEpoch } from '../weights-epoch';

type Point = ViewDocument['path']['points'][number];

/** Of so many selected examples each is a point; of more their mean is one. */
const mostEach = 6;

/** What paths lead through: examples, the cursor's place, the mean of what is selected. */
export function createPointList(panel: Panel): HTMLElement {
  const { host, session, ui, view } = panel;
  const list = h('ol', { class: 'path-points', testid: 'path-points' });
  let isCollecting = false;

  const points = () => view.get().path.points;
  const put = (words: string, next: readonly Point[]) =>
    view.change(words, { path: { ...view.get().path, points: next.slice(0, mostPathPoints) } });
  const add = (...added: readonly Point[]) => put(t('add a point to the paths'), [...points(), ...added]);

  const addCursor = async () => {
    const params = cursorParams(panel);
    if (params) add({ code: [...(await host.call('decode', params)).z] });
  };
  const addSelection = async () => {
    const { selection } = view.get();
    if (!selection) return;
    if (selection.count <= mostEach) add(...Array.from(selection.indices(), (example) => ({ example })));
    else {
      const { selected } = await host.call('latentMoments', { of: selection.words, epoch: weightsEpoch(panel) });
      if (selected.mean.every(Number.isFinite)) add({ code: [...selected.mean] });
    }
  };
  const button = (label: string, testid: string, run: () => unknown) =>
    textButton({
      label,
      testid,
      onClick: () => void Promise.resolve(run()).catch(panel.fail),
    });
  const pinned = button(t('Add the pinned'), 'path-add-pinned', () => {
    const { pinned: example } = view.get();
    if (example !== null) add({ example });
  });
  const cursor = button(t('Add the cursor'), 'path-add-cursor', addCursor);
  const selection = button(t('Add the selection'), 'path-add-selection', addSelection);
  selection.element.title = t('Up to {0} examples each by itself, more by the mean of their codes', mostEach);
  const collect: Button = button(t('Add by clicks'), 'path-collect', () => setCollecting(!isCollecting));
  collect.element.title = t('Each point that is clicked is added');
  const clear = button(t('Clear'), 'path-clear', () => put(t('clear the points of the paths'), []));

  const setCollecting = (on: boolean) => {
    isCollecting = on;
    collect.setPressed(on);
  };
  const draw = () => {
    const { cursor: at, path, pinned: example, selection: chosen } = view.get();
    const isFull = path.points.length >= mostPathPoints;
    pinned.setDisabled(example === null || isFull);
    cursor.setDisabled(!at.on || isFull);
    selection.setDisabled(!chosen || chosen.count === 0 || isFull);
    collect.setDisabled(isFull);
    clear.element.hidden = path.points.length === 0;
  };
  const drawPoints = () => {
    list.replaceChildren(...points().map(item));
    list.hidden = points().length === 0;
    draw();
  };
  const item = (point: Point, place: number) => {
    const words = 'example' in point ? exampleName(panel, point.example) : t('a code');
    const likeness = h('span', { class: 'path-point-likeness' });
    if ('example' in point && point.example < session.get().run.record.data.examples)
      void panel.examples.get([point.example]).then(
        ([example]) => likeness.replaceChildren(thumbnail(example, 0, '')),
        () => undefined,
      );
    return h(
      'li',
      { class: 'path-point', testid: `path-point-${place}` },
      likeness,
      h('span', { class: 'path-point-words' }, words),
      removeButton(
        t('Remove point {0}: {1}', place + 1, words),
        () => {
          put(t('remove a point from the paths'), points().toSpliced(place, 1));
          (list.querySelector<HTMLElement>('.chip-remove') ?? pinned.element).focus();
        },
        'path-point-remove',
      ),
    );
  };
  view.changed(
    (state) => state.pinned,
    (example) => {
      if (isCollecting && example !== null) add({ example });
      draw();
    },
  );
  view.changed((state) => state.cursor.on, draw);
  view.changed((state) => state.selection, draw);
  view.watch(
    (state) => state.path.points,
    () => drawPoints(),
  );
  ui.changed(
    (state) => state.drawer,
    () => setCollecting(false),
  );
  setCollecting(false);
  return h(
    'section',
    { class: 'path-choice', 'aria-label': t('Points of the paths') },
    list,
    h('div', { class: 'path-buttons' }, ...[collect, pinned, cursor, selection, clear].map(({ element }) => element)),
  );
}

function exampleName({ columns }: Panel, example: number): string {
  const label = columns.labelOf(example);
  return label === null ? `#${example}` : `${label}  #${example}`;
}
