import type { FilmFormat } from '../../src/protocol/film';
import { h } from '../dom';
import type { PictureLegend } from '../export/legend-shapes';
import { t } from '../l10n';
import { type Choice, checkbox, select } from '../native-controls';
import { formatInteger } from '../numbers';
import type { Panel } from '../panel';
import type { PointsView } from '../scene/points-view';
import { encodesFilms } from './film-encoder';
import type { FilmSettings } from './film-pictures';
import { type FilmKind, filmSizes, frameCount } from './film-plan';

export interface FilmFields {
  readonly element: HTMLElement;
  readonly format: FilmFormat;
  /** Shows what suits the choices that are made. */
  draw(): void;
  /** What will come of the choices, or why nothing can. */
  hint(): string;
  /** Null where no film can be made of what is shown, or a number is none. */
  settings(legend: PictureLegend | null): FilmSettings | null;
}

const longest = 120;
const mostTurns = 20;

/** What there is to choose of a film. @param changed Is called when another choice is made. */
export function createFilmFields({ session }: Panel, points: PointsView, changed: () => void): FilmFields {
  const kind = select<FilmKind>(t('Movement'), 'film-kind', []);
  const seconds = wholeNumber(t('Seconds'), 'film-seconds', 8, longest);
  const turns = wholeNumber(t('Turns'), 'film-turns', 1, mostTurns);
  const rate = select(
    t('Frames a second'),
    'film-rate',
    ['24', '30', '60'].map((value) => ({ value, label: value })),
  );
  rate.value = '30';
  const size = select(
    t('Size'),
    'film-size',
    filmSizes.map(({ width, height }, number) => ({ value: String(number), label: `${width} × ${height}` })),
  );
  const format = select<FilmFormat>(t('Format'), 'film-format', [
    ...(encodesFilms ? [{ value: 'webm' as const, label: 'WebM' }] : []),
    { value: 'png', label: t('Numbered PNG pictures') },
  ]);
  const withEpoch = checkbox(t('With the number of the epoch'), 'film-epoch', true);
  const element = h(
    'div',
    { class: 'export-fields', on: { input: changed } },
    ...[kind, seconds, turns, rate, size, format, withEpoch].map((field) => field.element),
  );

  /** A flat view has no other side; one epoch goes nowhere. */
  const kinds = (): readonly Choice<FilmKind>[] => [
    ...(points.scatter.dims === 3 ? [{ value: 'turn' as const, label: t('The camera goes round') }] : []),
    ...(session.get().frames.length > 1 ? [{ value: 'replay' as const, label: t('Replay of the epochs') }] : []),
  ];

  const length = () =>
    Number.isFinite(seconds.value) ? { seconds: seconds.value, framesPerSecond: Number(rate.value) } : null;
  return {
    element,
    get format() {
      return format.value;
    },
    draw() {
      kind.offer(kinds());
      turns.element.hidden = kind.value !== 'turn';
      withEpoch.element.hidden = kind.value !== 'replay';
    },
    hint() {
      if (kinds().length === 0) return t('A flat view of one epoch has nothing that moves: choose three axes.');
      const planned = length();
      if (!planned || !Number.isFinite(turns.value)) return t('Enter whole numbers.');
      const pictures = t('{0} pictures. The film is made while this panel is in sight.', frameCount(planned));
      const replayed = t(
        'Each of {0} epochs has as much of it; colours stay as they are.',
        session.get().frames.length,
      );
      return kind.value === 'replay' ? `${pictures}\n${replayed}` : pictures;
    },
    settings(legend) {
      const planned = length();
      if (!planned || kinds().length === 0 || !Number.isFinite(turns.value)) return null;
      return {
        ...planned,
        kind: kind.value,
        size: filmSizes[Number(size.value)],
        turns: turns.value,
        withEpoch: withEpoch.input.checked,
        legend,
      };
    },
  };
}

/** From 1 to `most`; NaN where it is none of these. */
function wholeNumber(label: string, testid: string, value: number, most: number) {
  const input = h('input', { type: 'number', class: 'number-field', testid, min: 1, max: most, step: 1, value });
  return {
    element: h(
      'label',
      { class: 'field', title: `1–${formatInteger(most)}` },
      h('span', { class: 'field-label' }, label),
      input,
    ),
    get value() {
      return input.validity.valid ? input.valueAsNumber : Number.NaN;
    },
  };
}
