import './temperature-choice.css';
import { writes, writingOf } from '../../src/protocol/networks';
import { slider } from '../controls';
import { h } from '../dom';
import { t } from '../l10n';
import { formatFixed } from '../numbers';
import type { Panel } from '../panel';

/** Above it nearly any symbol may come next. */
const most = 2;

/** How freely a decoder that writes symbol by symbol chooses them; of any other there is nothing to choose. */
export function createTemperatureChoice(panel: Panel, testid: string): readonly HTMLElement[] {
  const { announce, view } = panel;
  const own = ownTemperature(panel);
  if (own === null) return [];
  const shown = () => chosenTemperature(panel) ?? own;
  const { input } = slider({
    label: t('Temperature: 0 writes the likeliest characters, 1 draws as the model says'),
    testid,
    min: 0,
    max: most,
    step: 0.05,
    value: shown(),
    onInput: (temperature) => view.change(t('temperature of writing'), { temperature }, 'temperature'),
  });
  const words = h('output', {});
  input.addEventListener('change', () => announce(t('Texts are written at temperature {0}.', numberOf(shown()))));
  view.watch(
    (state) => state.temperature,
    () => {
      input.value = String(shown());
      words.textContent = t('Temperature {0}', numberOf(shown()));
      input.setAttribute('aria-valuetext', shown() === 0 ? t('0, the likeliest characters') : numberOf(shown()));
    },
  );
  return [h('label', { class: 'temperature' }, words, input)];
}

/** Null: the model's own, or that of one that does not write. */
export function chosenTemperature(panel: Pick<Panel, 'view' | 'session'>): number | null {
  return ownTemperature(panel) === null ? null : panel.view.get().temperature;
}

function ownTemperature({ session }: Pick<Panel, 'session'>): number | null {
  const { model } = session.get().run.record.config;
  return writes(model.architecture) ? writingOf(model).temperature : null;
}

function numberOf(temperature: number): string {
  return formatFixed(temperature, 2);
}
