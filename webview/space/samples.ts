import './samples.css';
import { capabilitiesOf } from '../../src/protocol/capabilities';
import type { Examples } from '../../src/protocol/data';
import { likelihoods } from '../../src/protocol/likelihoods';
import { whenAnswersChange } from '../answers';
import { iconButton } from '../controls';
import { h } from '../dom';
import { cellText, imageCanvas, listedColumns } from '../example-view';
import { t } from '../l10n';
import { Latest } from '../latest';
import { type Panel, projectionOf, whileShown } from '../panel';
import { inOneLine } from '../text-pairs';
import { textView } from '../text-view';
import { weightsEpoch } from '../weights-epoch';
import { createWeightsNote } from '../weights-note';
import { chosenClass, createClassChoice } from './class-choice';
import { chosenTemperature, createTemperatureChoice } from './temperature-choice';

const count = 24;

/** What the decoder makes of draws from the prior: where it dreams well, and where the space has holes. */
export function createSamples(panel: Panel, mark: (positions: Float32Array | null) => void): HTMLElement {
  const { host, session, view } = panel;
  const { model } = session.get().run.record.config;
  const { prior } = capabilitiesOf(model);
  const strip = h('div', {
    class: 'sample-strip',
    tabindex: 0,
    role: 'group',
    'aria-label': t('Decoded samples'),
    testid: 'samples',
  });
  const again = iconButton('refresh', {
    label: t('Draw again'),
    testid: 'samples-again',
    onClick: () => view.change(t('draw again'), { samples: { on: true, seed: view.get().samples.seed + 1 } }),
  });
  const weights = createWeightsNote(panel);
  const element = h(
    'section',
    { class: 'samples', 'aria-label': t('Samples') },
    h(
      'div',
      { class: 'samples-head' },
      h('span', { class: 'samples-title' }, prior ? t('Prior samples') : t('Samples'), again.element),
      ...(likelihoods[model.likelihood].isCounts ? [h('span', {}, t('Counts of the median total of the data'))] : []),
      ...createClassChoice(panel, 'samples-class'),
      ...createTemperatureChoice(panel, 'samples-temperature'),
      weights.element,
    ),
    strip,
  );
  element.hidden = true;
  const drawn = new Latest(
    (seed: number) =>
      host.call('samples', {
        count,
        seed,
        projection: projectionOf(panel),
        ofClass: chosenClass(panel),
        temperature: chosenTemperature(panel),
        epoch: weightsEpoch(panel),
      }),
    ({ examples, positions, epoch }) => {
      weights.show(epoch);
      strip.replaceChildren(...pictures(examples));
      mark(positions);
    },
    panel.fail,
  );
  const refresh = whileShown(panel, 'space', () => {
    const { samples } = view.get();
    if (samples.on && session.get().frames.length > 0) drawn.ask(samples.seed);
  });
  view.watch(
    (state) => state.samples,
    (samples) => {
      element.hidden = !samples.on;
      if (samples.on) refresh();
      else {
        drawn.cancel();
        mark(null);
      }
    },
  );
  whenAnswersChange(panel, ['projection', 'ofClass', 'temperature'], refresh);
  return element;
}

function pictures(examples: Examples): readonly HTMLElement[] {
  if (examples.kind === 'images') {
    return Array.from({ length: examples.count }, (_, index) =>
      imageCanvas(examples, index, t('Sample {0}', index + 1)),
    );
  }
  if (examples.kind === 'text') return examples.texts.map((text) => textView(inOneLine(text)));
  const names = examples.names.slice(0, listedColumns);
  const head = h('tr', {}, ...names.map((name) => h('th', { scope: 'col' }, name)));
  const body = examples.rows.map((row) =>
    h('tr', {}, ...row.slice(0, listedColumns).map((value) => h('td', {}, cellText(value)))),
  );
  return [h('table', { class: 'sample-table' }, h('thead', {}, head), h('tbody', {}, ...body))];
}
