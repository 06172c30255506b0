import type { LatentPath, PathKind } from '../../src/protocol/paths';
import { progressRing } from '../controls';
import { h } from '../dom';
import { t } from '../l10n';
import { checkbox } from '../native-controls';
import { formatValue } from '../numbers';
import type { Panel } from '../panel';
import { cssColour } from '../scene/colours';
import { createFilmStrip } from './film-strip';
import { pathColour, pathDoubt, pathMeaning, pathName } from './path-words';

export interface PathRow {
  readonly element: HTMLElement;
  setWanted(wanted: boolean): void;
  /** It is being looked for; or there are not two points. */
  wait(waiting: boolean): void;
  show(path: LatentPath): void;
  /** Says why there is none. */
  refuse(sentence: string): void;
}

/** One kind of path: what it is, its energy, its lengths, and what is decoded along it. */
export function createPathRow(
  panel: Panel,
  kind: PathKind,
  { want, choose }: { want(wanted: boolean): void; choose(path: LatentPath, frame: number): void },
): PathRow {
  const { session, theme } = panel;
  const name = pathName(kind);
  const box = checkbox(name, `path-${kind}`, false);
  box.element.title = pathMeaning(kind);
  box.input.addEventListener('change', () => want(box.input.checked));
  const swatch = h('span', { class: 'path-swatch', 'aria-hidden': 'true' });
  theme.watch(
    ({ tone }) => tone,
    (tone) => {
      swatch.style.background = cssColour(pathColour(kind, tone));
    },
  );
  const ring = progressRing(t('{0}: looked for', name));
  ring.hidden = true;
  const body = h('div', { class: 'path-body' });
  const doubt = pathDoubt(kind, session.get().run.record.config.model);
  const element = h(
    'section',
    { class: 'path-row', 'aria-label': name, testid: `path-row-${kind}` },
    h('div', { class: 'path-head' }, swatch, box.element, ring),
    body,
  );
  const say = (...children: readonly HTMLElement[]) => {
    ring.hidden = true;
    body.replaceChildren(...children);
  };
  return {
    element,
    setWanted(wanted) {
      box.input.checked = wanted;
      if (!wanted) say();
    },
    wait(waiting) {
      if (!waiting) say();
      ring.hidden = !waiting;
    },
    show(path) {
      const { energy, length, converged } = path;
      const figures = [
        [t('energy'), energy, 'energy'],
        [t('decoded length'), length.decoded, 'decoded'],
        [t('length of the codes'), length.codes, 'codes'],
      ] as const;
      say(
        h(
          'dl',
          { class: 'path-figures' },
          ...figures.map(([words, value, testid]) =>
            h('div', {}, h('dt', {}, words), h('dd', { testid: `path-${testid}` }, formatValue(value))),
          ),
        ),
        ...(doubt === null ? [] : [h('p', { class: 'hint', testid: 'path-doubt' }, doubt)]),
        ...(converged === false
          ? [h('p', { class: 'hint' }, t('The search was ended before its end: a shorter way may be near.'))]
          : []),
        createFilmStrip(
          { examples: path.decoded, at: [...new Array(path.decoded.count).keys()] },
          t('{0}: what is decoded', name),
          (frame) => choose(path, frame),
        ),
      );
    },
    refuse: (sentence) => say(h('p', { class: 'hint path-refused', role: 'status', testid: 'path-refused' }, sentence)),
  };
}
