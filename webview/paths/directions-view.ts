import type { Direction, DirectionKind, DirectionParams } from '../../src/protocol/directions';
import type { PathPoint } from '../../src/protocol/paths';
import { whenAnswersChange } from '../answers';
import { paletteColour } from '../colour/category-palette';
import type { Bits } from '../data/bits';
import { h } from '../dom';
import { describeError, t } from '../l10n';
import { Latest } from '../latest';
import { select } from '../native-controls';
import { formatPercent, formatValue } from '../numbers';
import { type Panel, projectionOf, whileShown } from '../panel';
import type { SpacePath } from '../scene/scene-state';
import { chosenClass } from '../space/class-choice';
import { weightsEpoch } from '../weights-epoch';
import { createWeightsNote } from '../weights-note';
import { createAroundChoice } from './around-choice';
import { createDirectionAxis } from './direction-axis';
import { createDirectionSets } from './direction-sets';
import { createFilmStrip } from './film-strip';
import { goToCode } from './go-to-code';
import { createPictureExport } from './picture-export';
import { shownWay, whenShown } from './shown-way';

/** How far is gone: 1 is as far as the means are apart. */
const factors = [-1, -0.5, 0, 0.5, 1, 1.5, 2];
/** Of a selection that a direction is applied to, so many examples are shown. */
const mostRows = 6;
/** Its place in the palette: none of the paths has it. */
const lineColour = 3;
/** Of the random pairs: the same sets are held against the same ones. */
const seed = 1;

/** Arithmetic with sets of codes: the difference of two means, or what a linear probe tells them apart by, applied to other codes. */
export function createDirectionsView(
  panel: Panel,
  draw: (paths: readonly SpacePath[]) => void,
): { readonly element: HTMLElement } {
  const { host, session, theme, view } = panel;
  const weights = createWeightsNote(panel);
  const body = h('div', { class: 'ways-rows', testid: 'direction' });
  const kind = select<DirectionKind>(t('Direction'), 'direction-kind', [
    { value: 'means', label: t('Mean of A − mean of B') },
    { value: 'probe', label: t('Logistic probe of A against B') },
  ]);
  const hint = h(
    'p',
    { class: 'hint', testid: 'direction-hint' },
    t(
      'Choose two sets: what is selected, kept by name, or has a label. Their direction is applied to a code, and decoded.',
    ),
  );
  let known: Direction | null = null;
  const exporting = createPictureExport(panel, 'direction', () => {
    if (known?.decoded.kind !== 'images') return [];
    const { decoded: images } = known;
    return Array.from({ length: images.count / factors.length }, (_, row) => ({
      images,
      begin: row * factors.length,
      count: factors.length,
    }));
  });
  /** The way of each code that the direction is applied to. */
  const drawLines = () => {
    const each = 3 * factors.length;
    const places = known?.positions ?? new Float32Array();
    const colour = paletteColour(lineColour, theme.get().tone);
    draw(
      Array.from({ length: places.length / each }, (_, row) => ({
        positions: places.slice(row * each, (row + 1) * each),
        colour,
      })),
    );
    exporting.draw();
  };
  const forget = (...said: readonly HTMLElement[]) => {
    known = null;
    body.replaceChildren(...said);
    drawLines();
    axis.refresh();
  };
  const show = (direction: Direction) => {
    known = direction;
    const { codes, decoded, positions } = direction;
    weights.show(direction.epoch);
    const rows = Array.from({ length: codes.length / direction.vector.length / factors.length }, (_, row) => {
      const at = factors.map((_, step) => row * factors.length + step);
      return createFilmStrip(
        { examples: decoded, at },
        t('z + t v, t from {0} to {1}', formatValue(factors[0]), formatValue(factors[factors.length - 1])),
        (step) => goToCode(panel, { codes, positions }, at[step]),
      );
    });
    body.replaceChildren(
      ...figuresOf(direction),
      h('p', { class: 'hint' }, t('z + t v for t = {0}', factors.map(formatValue).join(', '))),
      ...rows,
    );
    drawLines();
    axis.refresh();
  };
  const axis = createDirectionAxis(
    panel,
    () =>
      known && { vector: [...known.vector], name: kind.value === 'probe' ? t('Probe, {0}', chosen.name) : chosen.name },
  );
  const asked = new Latest(
    async ({ from, ...params }: Omit<DirectionParams, 'from'> & { readonly from: readonly PathPoint[] | null }) =>
      host.call('direction', { ...params, from: from ?? [await pointOf()] }),
    show,
    (error) => {
      known = null;
      const words = describeError(error);
      if (words)
        body.replaceChildren(h('p', { class: 'hint', role: 'status', testid: 'direction-refused' }, words.text));
      exporting.draw();
      axis.refresh();
    },
  );
  const refresh = whileShown(panel, 'space', () => {
    if (shownWay(panel) !== 'directions' || session.get().frames.length === 0) return;
    const sets = chosen.sets();
    hint.hidden = sets !== null;
    if (sets === null) {
      asked.cancel();
      forget();
      return;
    }
    const { selection } = view.get();
    asked.ask({
      kind: kind.value,
      a: sets.a.words,
      b: sets.b.words,
      from: around.value === 'selection' && selection ? someOf(selection) : null,
      factors,
      seed,
      projection: projectionOf(panel),
      ofClass: chosenClass(panel),
      epoch: weightsEpoch(panel),
    });
  });
  const chosen = createDirectionSets(panel, refresh);
  const around = createAroundChoice(panel, 'direction-around', refresh, {
    label: t('Applied to'),
    withSelection: true,
  });
  const pointOf = async (): Promise<PathPoint> => (await around.point()).around ?? { code: await meanCode(panel) };
  kind.input.addEventListener('change', refresh);
  const element = h(
    'div',
    { class: 'ways' },
    ...chosen.elements,
    kind.element,
    around.element,
    hint,
    weights.element,
    axis.element,
    body,
    exporting.element,
  );
  whenShown(panel, 'directions', (shown) => {
    element.hidden = !shown;
    if (shown) {
      refresh();
      return;
    }
    asked.cancel();
    forget();
  });
  theme.changed((state) => state.revision, drawLines);
  whenAnswersChange(panel, ['projection', 'ofClass'], refresh);
  return { element };
}

function someOf(selection: Bits): readonly PathPoint[] {
  const indices = selection.indices();
  const count = Math.min(mostRows, indices.length);
  return Array.from({ length: count }, (_, i) => ({ example: indices[Math.floor((i * indices.length) / count)] }));
}

/** The mean of all codes. */
async function meanCode({ host, view, session }: Panel): Promise<Float32Array> {
  const { examples } = session.get().run.record.data;
  const of = new Uint32Array(Math.ceil(examples / 32)).fill(0xffffffff);
  const { all } = await host.call('latentMoments', { of, epoch: weightsEpoch({ session, view }) });
  return Float32Array.from(all.mean);
}

/** The length and the probe, each beside what random pairs have. */
function figuresOf({ length, chance, beyond, probe }: Direction): readonly HTMLElement[] {
  const figure = (name: string, value: string, meaning: string, testid: string) =>
    h(
      'div',
      { class: 'direction-figure', testid },
      h('h3', {}, name),
      h('strong', {}, value),
      h('p', { class: 'hint' }, meaning),
    );
  const byChance = t(
    '{0} ± {1} between {2} random pairs of sets as large, of which {3} are as far apart',
    formatValue(chance.mean),
    formatValue(chance.deviation),
    chance.pairs,
    formatPercent(beyond),
  );
  const ofLength = figure(t('Between the means'), formatValue(length), byChance, 'direction-length');
  if (!probe) return [ofLength, h('p', { class: 'hint' }, t('Sets of fewer than 10 examples each have no probe.'))];
  const [ofA, ofB] = probe.examples;
  return [
    ofLength,
    figure(
      t('Probe, held out'),
      t('{0} ± {1}', formatPercent(probe.accuracy), formatPercent(probe.error)),
      t(
        'told right of {0} and {1} examples; {2} by the larger set alone, {3} ± {4} for random pairs',
        ofA,
        ofB,
        formatPercent(probe.most),
        formatPercent(probe.chance.mean),
        formatPercent(probe.chance.deviation),
      ),
      'direction-probe',
    ),
  ];
}
