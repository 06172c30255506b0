import './by-epoch-drawer.css';
import { capabilitiesOf } from '../../src/protocol/capabilities';
import type { Examples } from '../../src/protocol/data';
import { presentFrame } from '../../src/protocol/run';
import { progressRing } from '../controls';
import { Bits } from '../data/bits';
import { h, setText } from '../dom';
import { createDrawer } from '../drawer';
import { t } from '../l10n';
import { Latest } from '../latest';
import { type Panel, whileShown } from '../panel';
import { createPictureExport } from '../paths/picture-export';
import { EpochColumns } from './epoch-columns';
import { epochPictures } from './epoch-pictures';
import { createEpochTable, type EpochColumn, type EpochRow } from './epoch-table';
import { keptEpochs, shownEpochs } from './shown-epochs';

/** Examples, the pinned one among them. */
const mostExamples = 8;

/** Examples that are followed, as they are. */
interface Followed {
  readonly indices: readonly number[];
  /** Of each, and which of those it is. */
  readonly originals: readonly { readonly examples: Examples; readonly at: number }[];
}

/** What the model made of the same examples and of the same noise after one epoch and another: how it learnt to. */
export function createByEpochDrawer(panel: Panel): { readonly element: HTMLElement } {
  const { session, ui, view } = panel;
  // A page to hand on may begin with what stood open in the editor.
  if (!panel.offers('byEpoch')) return { element: h('aside', { hidden: true }) };
  const note = h('p', { class: 'hint', role: 'status', testid: 'by-epoch-note' });
  const waiting = progressRing(t('Earlier epochs are decoded'));
  const content = h('div', { class: 'by-epoch', testid: 'by-epoch-tables' });
  const close = () => ui.set({ drawer: null });
  const labels = { id: 'byEpoch', title: t('By epoch'), closing: t('Close what was made by epoch'), close };
  let followed: Followed | null = null;
  const columns = new EpochColumns(panel, () => draw());
  const { model } = session.get().run.record.config;
  const samplesName = capabilitiesOf(model).prior
    ? t('Prior samples, by the same noise')
    : t('Samples, by the same noise');
  const isOpen = () => ui.get().drawer === 'byEpoch';
  const tablesOf = () => {
    const all = columns.all;
    const of = (part: 'reconstructions' | 'samples'): readonly EpochColumn[] =>
      all.map(({ epoch, [part]: examples }) => ({ epoch, examples }));
    const examples = (followed?.indices ?? []).map((index, at): EpochRow => {
      const label = panel.columns.labelOf(index);
      return {
        name: label === null ? `#${index}` : `${label} #${index}`,
        choose: () => view.change(t('pin example {0}', String(index)), { pinned: index }),
        original: followed?.originals[at] ?? null,
        at,
      };
    });
    const draws = Array.from({ length: all[0]?.samples.count ?? 0 }, (_, at): EpochRow => {
      return { name: t('Sample {0}', at + 1), original: null, at };
    });
    return {
      reconstructions: { rows: examples, columns: of('reconstructions') },
      samples: { rows: draws, columns: of('samples') },
    };
  };
  const exporting = createPictureExport(panel, 'by-epoch', () => {
    const { reconstructions, samples } = tablesOf();
    return [
      ...epochPictures(t('Reconstructions'), reconstructions.rows, reconstructions.columns),
      ...epochPictures(samplesName, samples.rows, samples.columns),
    ];
  });
  const element = createDrawer(labels, [], note, waiting, content, exporting.element);
  element.hidden = true;
  const goTo = (epoch: number) => {
    const present = presentFrame(session.get());
    view.change(t('go to epoch {0}', epoch), { epoch: epoch === present ? null : epoch }, 'epoch');
  };
  const draw = () => {
    if (!isOpen()) return;
    const { reconstructions, samples } = tablesOf();
    waiting.hidden = columns.isComplete;
    setText(note, noteOf(panel));
    exporting.draw();
    // What is on show stays until there is something in its place: while it trains, the newest epoch is made anew.
    if (columns.all.length === 0 && !columns.isComplete) return;
    keepingFocus(content, () =>
      content.replaceChildren(
        h('h3', {}, t('Reconstructions')),
        ...createEpochTable(t('Reconstructions'), reconstructions.rows, reconstructions.columns, goTo),
        h('h3', {}, samplesName),
        ...createEpochTable(samplesName, samples.rows, samples.columns, goTo),
      ),
    );
  };

  const chosen = new Latest(
    () => chooseExamples(panel),
    (next) => {
      followed = next;
      columns.want({ epochs: shownEpochs(keptEpochs(session.get())), indices: next.indices });
      draw();
    },
    panel.fail,
  );
  /** Other examples are to be followed. */
  const choose = whileShown(panel, 'space', () => {
    if (isOpen() && session.get().frames.length > 0) chosen.ask(undefined);
  });
  /** Other epochs are there. */
  const refresh = whileShown(panel, 'space', () => {
    if (!isOpen()) return;
    if (!followed) choose();
    else columns.want({ epochs: shownEpochs(keptEpochs(session.get())), indices: followed.indices });
    draw();
  });
  let newest = session.get().frames.at(-1);
  session.changed(
    (state) => state.frames,
    (frames) => {
      // It was made while training went on from it.
      if (newest !== undefined) columns.forget(newest);
      newest = frames.at(-1);
      refresh();
    },
  );
  session.changed(
    (state) => state.run,
    () => {
      columns.forgetAll();
      refresh();
    },
  );
  view.changed((state) => state.selection, choose);
  view.changed((state) => state.pinned, choose);
  ui.watch(
    (state) => state.drawer === 'byEpoch',
    (open) => {
      element.hidden = !open;
      if (open) choose();
      else columns.cancel();
    },
  );
  return { element };
}

/** Whoever stands at one of the buttons stands at the one in its place: of the same table, the same row or the same epoch. */
function keepingFocus(area: HTMLElement, redraw: () => void): void {
  const buttons = () => [...area.querySelectorAll<HTMLElement>('button')];
  const nameOf = (button: HTMLElement) =>
    `${button.closest('table')?.getAttribute('aria-label')} ${button.getAttribute('aria-label')}`;
  const focused = buttons().find((button) => button === document.activeElement);
  redraw();
  if (focused)
    buttons()
      .find((button) => nameOf(button) === nameOf(focused))
      ?.focus();
}

/** The pinned example, and some of those that are selected, or of all: evenly spread, and always the same. */
async function chooseExamples({ examples, host, session, view }: Panel): Promise<Followed> {
  const { pinned, selection } = view.get();
  const count = session.get().run.record.data.examples;
  const of = selection && selection.count > 0 ? selection : Bits.where(count, () => true);
  const sheet = await host.call('sheet', { of: of.words, count: mostExamples });
  const spread = [...sheet.indices].map((index, at) => ({ index, original: { examples: sheet.examples, at } }));
  const others = spread.filter(({ index }) => index !== pinned);
  const own =
    pinned === null ? [] : [{ index: pinned, original: { examples: (await examples.get([pinned]))[0], at: 0 } }];
  const all = [...own, ...others].slice(0, mostExamples);
  return { indices: all.map(({ index }) => index), originals: all.map(({ original }) => original) };
}

/** Which epochs there are, and how there would be more. */
function noteOf({ session }: Panel): string {
  const kept = keptEpochs(session.get());
  const shown = shownEpochs(kept);
  if (kept.length < 2)
    return t(
      'This run keeps the weights of no epoch but the newest, so that there is nothing to hold it against. Train with training.keepWeights to see how a model learns.',
    );
  return shown.length === kept.length
    ? t('By the weights of the {0} epochs that keep them.', kept.length)
    : t('By the weights of {0} of the {1} epochs that keep them.', shown.length, kept.length);
}
