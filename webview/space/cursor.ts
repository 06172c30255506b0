import './cursor.css';
import type { Decoded, DecodeParams, ExplorationMethods } from '../../src/protocol/trainer';
import { whenAnswersChange } from '../answers';
import { latentName } from '../column-names';
import { h } from '../dom';
import { fullView, thumbnail } from '../example-view';
import { t } from '../l10n';
import { Latest } from '../latest';
import { columnsOf, hasInverse, layoutOf, methodName } from '../layouts/chosen-layout';
import { formatFixed, formatValue } from '../numbers';
import { type Panel, whileShown } from '../panel';
import { weightsEpoch } from '../weights-epoch';
import { createWeightsNote } from '../weights-note';
import { createClassChoice } from './class-choice';
import { cursorParams, decodedBy } from './cursor-code';
import { createSupportMeter } from './support-meter';
import { createTemperatureChoice } from './temperature-choice';

export interface CursorReadout {
  readonly element: HTMLElement;
  /** The points lie around this place: there the cursor begins. */
  setHome(position: readonly [number, number, number]): void;
}

type Place = readonly [number, number, number];
type Nearest = ReturnType<ExplorationMethods['nearest']>;

/** More dimensions than these are too many to read beside a picture. */
const dimensionsShown = 4;

/** What the decoder makes of the place where the cursor stands, live. */
export function createCursorReadout(panel: Panel, moveCursor: (position: Place | null) => void): CursorReadout {
  const { host, session, view } = panel;
  const { latent, classes } = session.get().run.record.config.model;
  const knowsClasses = classes !== undefined;
  const picture = h('div', { class: 'cursor-picture', testid: 'cursor-image' });
  const code = h('p', { class: 'cursor-code', testid: 'cursor-z' });
  const neighbour = h('button', { type: 'button', class: 'nearest', testid: 'cursor-nearest' });
  const origin = h('p', { class: 'hint' });
  const weights = createWeightsNote(panel);
  const meter = createSupportMeter();
  const element = h(
    'section',
    { class: 'cursor-readout overlay', 'aria-label': t('Decoded at the cursor'), testid: 'cursor-readout' },
    picture,
    h(
      'div',
      { class: 'cursor-words' },
      code,
      ...createClassChoice(panel, 'cursor-class'),
      ...createTemperatureChoice(panel, 'cursor-temperature'),
      meter.element,
      neighbour,
      origin,
      weights.element,
    ),
  );
  element.hidden = true;
  // What stands above it has to know how much room is left.
  new ResizeObserver(() =>
    element.parentElement?.style.setProperty('--cursor-height', `${element.offsetHeight}px`),
  ).observe(element);
  let home: Place | null = null;

  const show = (decoded: Decoded) => {
    if (!view.get().cursor.on) return;
    element.hidden = false;
    picture.replaceChildren(fullView(decoded.example, 0, t('Decoded at the cursor'), 6));
    weights.show(decoded.epoch);
    code.textContent = codeInWords(decoded.z);
    code.title = Array.from(decoded.z, (value, index) => `${latentName(index)} = ${formatValue(value)}`).join('\n');
    nearest.ask(decoded.z);
    if (panel.offers('support')) support.ask(decoded.z);
  };
  const showNearest = async ({ index, distance }: Nearest) => {
    const [example] = await panel.examples.get([index]);
    const label = panel.columns.labelOf(index);
    const name = label === null ? `#${index}` : `${label}  #${index}`;
    neighbour.replaceChildren(
      thumbnail(example, 0, ''),
      h('span', {}, t('Nearest: {0}', name), h('br'), t('distance {0}', formatFixed(distance, 2))),
    );
    neighbour.onclick = () => view.change(t('pin example {0}', String(index)), { pinned: index });
    neighbour.title = t('Inspect the nearest example');
  };
  const decoded = new Latest((params: DecodeParams) => host.call('decode', params), show, panel.fail);
  const nearest = new Latest(
    (z: Float32Array) => host.call('nearest', { z, epoch: weightsEpoch(panel) }),
    (result) => void showNearest(result).catch(panel.fail),
    panel.fail,
  );
  const support = new Latest(
    (z: Float32Array) => host.call('support', { z, ...decodedBy(panel) }),
    (result) => meter.show(result),
    panel.fail,
  );
  const refresh = whileShown(panel, 'space', () => {
    const { pinned } = view.get();
    const params = cursorParams(panel);
    if (params === null || session.get().frames.length === 0) return;
    const { projection } = view.get();
    const layout = layoutOf(projection);
    origin.hidden = latent <= 3 && hasInverse(projection);
    if (columnsOf(projection)) {
      origin.textContent = t(
        'Columns have no inverse: decoded is the weighted mean of the codes of the nearest points',
      );
    } else if (layout)
      origin.textContent = t(
        '{0} has no inverse: decoded is the weighted mean of the nearest codes',
        methodName(layout.kind),
      );
    else if (params.base) origin.textContent = t('Other dimensions: of the place that was chosen');
    else
      origin.textContent =
        pinned === null ? t('Other dimensions: the mean') : t('Other dimensions: of #{0}', String(pinned));
    decoded.ask(params);
  });

  const place = () => {
    const { cursor } = view.get();
    if (cursor.on && cursor.position === null && home !== null) {
      view.settle({ cursor: { on: true, position: [...home] } });
      return;
    }
    moveCursor(cursor.on && home !== null ? cursor.position : null);
    if (cursor.on) refresh();
    else {
      decoded.cancel();
      nearest.cancel();
      support.cancel();
      element.hidden = true;
    }
  };
  // Before the cursor is placed anew, which may come with it: a place of one layout means nothing in another.
  view.changed(
    (state) => state.projection,
    () => {
      home = null;
    },
  );
  view.changed((state) => state.cursor, place);
  if (latent > 3 || knowsClasses) view.changed((state) => state.pinned, refresh);
  whenAnswersChange(panel, ['ofClass', 'temperature'], refresh);

  return {
    element,
    setHome(position) {
      const first = home === null;
      home = position;
      if (first) place();
    },
  };
}

function codeInWords(z: Float32Array): string {
  const shown = Array.from(z.subarray(0, dimensionsShown), (value) => formatFixed(value, 2)).join(', ');
  return z.length > dimensionsShown ? t('z = ({0}, … {1} in all)', shown, z.length) : t('z = ({0})', shown);
}
