import type { Traversals, TraversalsParams } from '../../src/protocol/traversals';
import { traversalLimits } from '../../src/protocol/traversals';
import { whenAnswersChange } from '../answers';
import { latentName } from '../column-names';
import { textButton } from '../controls';
import { h } from '../dom';
import { differenceCanvas } from '../example-view';
import { t } from '../l10n';
import { Latest } from '../latest';
import { select } from '../native-controls';
import { formatValue } from '../numbers';
import { type Panel, projectionOf, whileShown } from '../panel';
import { chosenClass } from '../space/class-choice';
import { weightsEpoch } from '../weights-epoch';
import { createWeightsNote } from '../weights-note';
import { createAroundChoice } from './around-choice';
import { createFilmStrip } from './film-strip';
import { goToCode } from './go-to-code';
import { createPictureExport } from './picture-export';
import { shownWay, whenShown } from './shown-way';

const steps = 9;
const reaches = [2, 3, 4] as const;

/** Each latent dimension by itself: what is decoded along it, and which features it changes. */
export function createTraversalsView(panel: Panel): { readonly element: HTMLElement } {
  const { host, session, theme } = panel;
  const { latent } = session.get().run.record.config.model;
  const weights = createWeightsNote(panel);
  const rows = h('div', { class: 'ways-rows', testid: 'traversal-rows' });
  const reach = select(
    t('Reach'),
    'traversal-reach',
    reaches.map((value) => ({ value: String(value), label: t('±{0} σ of the codes', value) })),
  );
  reach.value = '3';
  let listed: number = traversalLimits.dimensions;
  let known: readonly Traversals[] = [];
  const exporting = createPictureExport(panel, 'traversals', () =>
    known.flatMap(({ decoded }, page) =>
      decoded.kind === 'images'
        ? Array.from({ length: decoded.count / steps }, (_, row) => ({
            words: latentName(page * traversalLimits.dimensions + row),
            images: decoded,
            begin: row * steps,
            count: steps,
          }))
        : [],
    ),
  );
  const more = textButton({
    label: t('More dimensions'),
    testid: 'traversal-more',
    onClick: () => {
      listed += traversalLimits.dimensions;
      refresh();
    },
  });

  const rowOf = (answer: Traversals, row: number, dimension: number, largest: number) => {
    const { decoded, effects, codes, positions } = answer;
    const features = effects.length / (decoded.count / steps);
    const effect = effects.subarray(row * features, (row + 1) * features);
    const change = effect.reduce((a, b) => a + b, 0) / features;
    const name = latentName(dimension);
    const ofRow = Array.from({ length: steps }, (_, step) => row * steps + step);
    const map =
      decoded.kind === 'images'
        ? [differenceCanvas(decoded, effect, largest, theme.get().tone, t('What {0} changes', name))]
        : [];
    return h(
      'section',
      { class: 'path-row', 'aria-label': name, testid: `traversal-${dimension}` },
      h(
        'div',
        { class: 'traversal-head' },
        h('strong', {}, name),
        h('span', { testid: 'traversal-change' }, t('mean change for 1 σ: {0}', formatValue(change))),
      ),
      h(
        'div',
        { class: 'traversal' },
        ...map,
        createFilmStrip({ examples: decoded, at: ofRow }, t('{0}: what is decoded', name), (step) =>
          goToCode(panel, { codes, positions }, ofRow[step]),
        ),
      ),
    );
  };
  const show = (answers: readonly Traversals[]) => {
    known = answers;
    weights.show(answers[0]?.epoch ?? null);
    // One scale for all: what changes little stays faint.
    const largest = answers.reduce((most, { effects }) => effects.reduce((a, b) => Math.max(a, b), most), 1e-6);
    rows.replaceChildren(
      ...answers.flatMap((answer, page) =>
        Array.from({ length: answer.decoded.count / steps }, (_, row) =>
          rowOf(answer, row, page * traversalLimits.dimensions + row, largest),
        ),
      ),
    );
    more.element.hidden = listed >= latent;
    exporting.draw();
  };
  const asked = new Latest(
    async (params: Omit<TraversalsParams, 'dimensions'>) => {
      const all = Array.from({ length: Math.min(listed, latent) }, (_, dimension) => dimension);
      const point = await around.point();
      const answers: Traversals[] = [];
      for (let begin = 0; begin < all.length; begin += traversalLimits.dimensions) {
        const dimensions = all.slice(begin, begin + traversalLimits.dimensions);
        answers.push(await host.call('traversals', { ...params, ...point, dimensions }));
      }
      return answers;
    },
    show,
    panel.fail,
  );
  const refresh = whileShown(panel, 'space', () => {
    if (shownWay(panel) !== 'traversals' || session.get().frames.length === 0) return;
    asked.ask({
      steps,
      reach: Number(reach.value),
      projection: projectionOf(panel),
      ofClass: chosenClass(panel),
      epoch: weightsEpoch(panel),
    });
  });
  const around = createAroundChoice(panel, 'traversal-around', refresh);
  reach.input.addEventListener('change', refresh);
  const element = h(
    'div',
    { class: 'ways' },
    around.element,
    reach.element,
    h(
      'p',
      { class: 'hint' },
      t(
        'One dimension at a time, the others as they are. The map beside each says which features it changes, on one scale for all.',
      ),
    ),
    weights.element,
    rows,
    more.element,
    exporting.element,
  );
  whenShown(panel, 'traversals', (shown) => {
    element.hidden = !shown;
    if (shown) refresh();
    else asked.cancel();
  });
  whenAnswersChange(panel, ['projection', 'ofClass'], refresh);
  theme.changed(
    (state) => state.revision,
    () => show(known),
  );
  return { element };
}
