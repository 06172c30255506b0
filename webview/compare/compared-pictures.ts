import type { DecodedByOther } from '../../src/protocol/compare';
import type { Examples } from '../../src/protocol/data';
import { h } from '../dom';
import { differenceCanvas, fullView } from '../example-view';
import { differenceScale } from '../images';
import { describeError, t } from '../l10n';
import { Latest } from '../latest';
import { formatFixed } from '../numbers';
import { type Panel, projectionOf, whileShown } from '../panel';
import { chosenClass } from '../space/class-choice';
import type { Store } from '../state/store';
import { weightsEpoch } from '../weights-epoch';
import type { Compared } from './comparison';

/** Rows of a table are shown up to so many. */
const rowsShown = 6;

/** A place as both models decode it. */
interface Decoded {
  readonly own: Examples;
  readonly other: DecodedByOther;
}

/** What both decoders make of the place of the cursor, or else of the example that is pinned, and what lies between. */
export function createComparedPictures(panel: Panel, compared: Store<Compared>): HTMLElement {
  const { host, session, theme, ui, view } = panel;
  const pictures = h('div', { class: 'compare-pictures', testid: 'compare-pictures' });
  const note = h('p', { class: 'hint', testid: 'compare-note' });
  const element = h('section', { class: 'compare-part' }, h('h3', {}, t('Decoded by both')), pictures, note);
  let last: Decoded | null = null;

  const wanted = () => {
    const { cursor, pinned } = view.get();
    return cursor.on && cursor.position !== null ? ('cursor' as const) : pinned !== null ? ('pinned' as const) : null;
  };
  async function decode(): Promise<Decoded | null> {
    const { cursor, pinned } = view.get();
    const [other] = compared.get().now?.others ?? [];
    if (!other) return null;
    const projection = projectionOf(panel);
    const by = { from: pinned, ofClass: chosenClass(panel), epoch: weightsEpoch(panel) };
    const { directory, epoch } = other;
    const theirs = (z: Float32Array) => host.call('decodeByOther', { ...by, z, other: { directory, epoch } });
    if (wanted() === 'cursor' && cursor.position !== null) {
      const { example, z } = await host.call('decode', { ...by, position: cursor.position, projection });
      return { own: example, other: await theirs(z) };
    }
    if (pinned === null) return null;
    const { mean, reconstruction } = await host.call('inspect', { index: pinned, projection, epoch: by.epoch });
    return { own: reconstruction, other: await theirs(mean) };
  }
  const show = () => {
    pictures.hidden = last === null;
    if (last === null) {
      note.textContent = t('Show the cursor, or pin an example: it is decoded by both models.');
      return;
    }
    const name = compared.get().now?.others[0].name ?? '';
    const { own, other } = last;
    pictures.replaceChildren(
      figure(fullView(own, 0, t('Decoded by this run'), rowsShown), t('This run')),
      figure(fullView(other.example, 0, t('Decoded by {0}', name), rowsShown), name),
    );
    const words = [
      wanted() === 'cursor'
        ? t('The cursor means, in the space of the other, the weighted mean of its codes of the nearest examples.')
        : t('Both decode their own code of the pinned example.'),
    ];
    if (own.kind === 'images') {
      const scale = differenceScale(other.difference);
      const picture = differenceCanvas(own, other.difference, scale, theme.get().tone, t('Difference'));
      pictures.append(figure(picture, t('Difference')));
      words.unshift(t('Orange is brighter in this run, blue in the other, up to {0}.', formatFixed(scale, 2)));
    }
    note.textContent = words.join(' ');
  };
  const latest = new Latest(
    decode,
    (answer) => {
      last = answer;
      show();
    },
    (error) => {
      last = null;
      show();
      note.textContent = describeError(error)?.text ?? '';
    },
  );
  const refresh = whileShown(panel, 'space', () => {
    if (ui.get().drawer === 'compare' && session.get().frames.length > 0) latest.ask(undefined);
  });
  compared.changed((state) => state.now, refresh);
  view.changed((state) => state.cursor, refresh);
  view.changed((state) => state.pinned, refresh);
  view.changed((state) => state.ofClass, refresh);
  theme.changed((state) => state.revision, show);
  show();
  return element;
}

function figure(picture: HTMLElement, caption: string): HTMLElement {
  return h('figure', {}, picture, h('figcaption', { 'aria-hidden': 'true', title: caption }, caption));
}
