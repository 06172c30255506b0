import type { CodeLists, CodeSwap, SwapParams } from '../../src/protocol/code-lists';
import { whenAnswersChange } from '../answers';
import { textButton } from '../controls';
import { h, setText } from '../dom';
import { fullView, thumbnail } from '../example-view';
import { goByArrows } from '../grid-keys';
import { t } from '../l10n';
import { Latest } from '../latest';
import { formatValue } from '../numbers';
import { type Panel, projectionOf, whileShown } from '../panel';
import { goToCode } from '../paths/go-to-code';
import { chosenClass } from '../space/class-choice';
import { weightsEpoch } from '../weights-epoch';
import { partsAcross } from './parts-across';

/** Codes of a list that are tried in the place of a part: those that are chosen most often. */
const mostTried = 32;
const triedAcross = 4;
/** Features of a row that are listed. */
const listed = 12;

/** A code part by part: another one of the list in the place of one of them, and what is decoded then. */
export function createSwapView(panel: Panel, isOpen: () => boolean) {
  const { host, session, view } = panel;
  const { record } = session.get().run;
  const across = partsAcross(record.config.model, record.data.shape);
  const heading = h('h3', {});
  const own = h('div', { class: 'swap-own' });
  const parts = h('div', { class: 'swap-parts', role: 'group', 'aria-label': t('Parts of the code'), testid: 'parts' });
  const note = h('p', { class: 'hint', role: 'status', testid: 'swap-note' });
  const others = h('div', { class: 'swap-others', testid: 'swap-others' });
  parts.style.setProperty('--across', String(across));
  let lists: CodeLists | null = null;
  let part = 0;
  /** What was put in the place of an example's code; null: nothing was. */
  let changed: Float32Array | null = null;

  const startOver = textButton({
    label: t('The code as it was'),
    testid: 'swap-start-over',
    onClick: () => begin(),
  });
  const example = () => view.get().pinned ?? 0;
  const listOf = (of: number) => lists?.lists[Math.min(of, lists.lists.length - 1)] ?? null;
  /** Those that are chosen most often, most often first. */
  const tried = (): readonly number[] => {
    const { counts } = listOf(part) ?? { counts: new Uint32Array(0) };
    const order = Array.from(counts.keys()).sort((a, b) => counts[b] - counts[a]);
    return order.slice(0, mostTried);
  };

  const show = (answer: CodeSwap, { numbers, part: asked }: SwapParams) => {
    const { chosen, decoded, changes, codes } = answer;
    const label = panel.columns.labelOf(example());
    const name = label === null ? `#${example()}` : `${label} #${example()}`;
    setText(heading, changed ? t('Code of {0}, changed', name) : t('Code of {0}', name));
    startOver.element.hidden = changed === null;
    own.replaceChildren(fullView(decoded, 0, t('What is decoded of the code'), listed));
    const cells = Array.from(chosen, (number, at) => partButton(at, number, at === asked));
    const hadFocus = parts.contains(document.activeElement);
    parts.replaceChildren(...cells);
    if (hadFocus) cells[asked]?.focus();
    setText(
      note,
      t(
        'Part {0} with each of the {1} codes that are chosen most often in its place, and how much a feature changes on average. A click takes one, and the cursor goes there.',
        asked + 1,
        numbers.length,
      ),
    );
    const frames = numbers.map((number, at) => {
      const isOwn = number === chosen[asked];
      const change = formatValue(Number(changes[1 + at].toPrecision(2)));
      const words = isOwn ? t('Code {0}, as it is', number) : t('Code {0}: changes by {1}', number, change);
      return h(
        'button',
        {
          type: 'button',
          class: 'swap-frame',
          testid: `swap-${number}`,
          title: words,
          'aria-label': words,
          ...(isOwn && { 'aria-current': 'true' }),
          tabindex: at === 0 ? 0 : -1,
          on: { click: () => take(answer, 1 + at, codes) },
        },
        thumbnail(decoded, 1 + at, ''),
        h('strong', {}, String(number)),
        h('span', {}, isOwn ? t('its own') : change),
      );
    });
    others.replaceChildren(...frames);
  };
  const partButton = (at: number, number: number, isChosen: boolean) => {
    const words = t('Part {0}: code {1}', at + 1, number);
    return h(
      'button',
      {
        type: 'button',
        class: 'swap-part',
        testid: `part-${at}`,
        title: words,
        'aria-label': words,
        'aria-pressed': String(isChosen),
        tabindex: isChosen ? 0 : -1,
        on: {
          click: () => {
            part = at;
            refresh();
          },
        },
      },
      String(number),
    );
  };
  const take = (answer: CodeSwap, row: number, codes: Float32Array) => {
    const latent = codes.length / answer.changes.length;
    changed = codes.slice(row * latent, (row + 1) * latent);
    goToCode(panel, answer, row, t('go to a code'));
    refresh();
  };

  const asked = new Latest((params: SwapParams) => host.call('swapCode', params), show, panel.fail);
  const refresh = whileShown(panel, 'space', () => {
    if (!isOpen() || lists === null) return;
    asked.ask({
      of: changed ? { code: changed } : { example: example() },
      part: Math.min(part, lists.parts - 1),
      numbers: tried(),
      projection: projectionOf(panel),
      ofClass: chosenClass(panel),
      epoch: weightsEpoch(panel),
    });
  });
  const begin = () => {
    changed = null;
    refresh();
  };
  goByArrows(parts, across);
  goByArrows(others, triedAcross);
  others.style.setProperty('--across', String(triedAcross));
  view.changed((state) => state.pinned, begin);
  whenAnswersChange(panel, ['projection', 'ofClass'], refresh);
  return {
    element: h('div', { class: 'swap' }, heading, own, parts, startOver.element, note, others),
    /** Other lists are known, by other weights maybe: a code of the former is none of theirs. */
    listed(answer: CodeLists) {
      lists = answer;
      begin();
    },
    cancel: () => asked.cancel(),
  };
}
