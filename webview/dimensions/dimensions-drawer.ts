import './dimensions-drawer.css';
import { capabilitiesOf } from '../../src/protocol/capabilities';
import type { EpochMetrics } from '../../src/protocol/run';
import { chooseAxis } from '../axis-choice';
import { mapColour } from '../colour/colour-maps';
import type { Tone } from '../colour/tone';
import { latentName } from '../column-names';
import { h } from '../dom';
import { createDrawer } from '../drawer';
import { t } from '../l10n';
import { formatFixed } from '../numbers';
import type { Panel } from '../panel';

/** An epoch for which the KL of each dimension is known. */
type Known = EpochMetrics & Required<Pick<EpochMetrics, 'klDimensions'>>;

/** The KL of each latent dimension over the epochs, as a map of heat: the largest first, as it is now. */
export function createDimensionsDrawer(panel: Panel): { readonly element: HTMLElement } {
  const { session, theme, ui } = panel;
  const { klByDimension } = capabilitiesOf(session.get().run.record.config.model);
  const rows = h('div', { class: 'dimension-rows', testid: 'dimension-rows' });
  const scale = h('p', { class: 'hint' });
  const close = () => ui.set({ drawer: null });
  const labels = { id: 'dimensions', title: t('Dimensions'), closing: t('Close the dimensions'), close };
  const element = createDrawer(labels, [], scale, rows);

  const draw = () => {
    if (ui.get().drawer !== 'dimensions') return;
    const known = session.get().history.filter((metrics): metrics is Known => metrics.klDimensions !== undefined);
    const last = known.at(-1);
    scale.textContent = klByDimension ? wordsOf(known) : notByDimension();
    const most = Math.max(1e-9, ...known.flatMap(({ klDimensions }) => klDimensions));
    const order = Array.from(last?.klDimensions.keys() ?? []).sort(
      (a, b) => (last?.klDimensions[b] ?? 0) - (last?.klDimensions[a] ?? 0),
    );
    const { tone } = theme.get();
    rows.replaceChildren(...order.map((dimension) => rowOf(panel, known, dimension, most, tone)));
  };
  ui.watch(
    (state) => state.drawer === 'dimensions',
    (open) => {
      element.hidden = !open;
      draw();
    },
  );
  session.changed((state) => state.history, draw);
  theme.changed((state) => state.revision, draw);
  return { element };
}

function wordsOf(known: readonly Known[]): string {
  if (known.length === 0)
    return t('The KL by dimension is kept after each epoch from this version on; this run has none yet.');
  const [first, last] = [known[0], known[known.length - 1]];
  return t(
    'KL of each dimension from the prior, nats, mean over all examples, epochs {0} to {1}. One near 0 is as the prior: the decoder does not use it. A click makes a dimension an axis.',
    first.epoch,
    last.epoch,
  );
}

function notByDimension(): string {
  return t('This model has no KL that is known dimension by dimension.');
}

function rowOf(panel: Panel, known: readonly Known[], dimension: number, most: number, tone: Tone): HTMLElement {
  const values = known.map(({ klDimensions }) => klDimensions[dimension]);
  const name = latentName(dimension);
  const now = formatFixed(values[values.length - 1], 2);
  const words = t('{0}: KL {1} nats. Make it an axis', name, now);
  return h(
    'button',
    {
      type: 'button',
      class: 'dimension-row',
      testid: `dimension-${dimension}`,
      title: words,
      'aria-label': words,
      on: { click: () => chooseAxis(panel, dimension) },
    },
    h('span', { class: 'dimension-name' }, name),
    heatOf(values, most, tone),
    h('span', { class: 'dimension-value' }, now),
  );
}

/** A pixel an epoch, stretched by the page. */
function heatOf(values: readonly number[], most: number, tone: Tone): HTMLCanvasElement {
  const canvas = h('canvas', { class: 'dimension-heat', 'aria-hidden': 'true' });
  canvas.width = values.length;
  canvas.height = 1;
  const context = canvas.getContext('2d');
  const image = context?.createImageData(values.length, 1);
  for (const [i, value] of values.entries()) {
    const [red, green, blue] = mapColour('viridis', Math.max(0, Math.min(1, value / most)), tone);
    image?.data.set([red, green, blue, 255], 4 * i);
  }
  if (context && image) context.putImageData(image, 0, 0);
  return canvas;
}
