import type { PresetName } from '../../src/protocol/config';
import { choiceName } from '../../src/protocol/field-words';
import { fieldOf } from '../../src/protocol/fields';
import { presetsFor, resolveConfig } from '../../src/protocol/presets';
import { h } from '../dom';
import { t, translate } from '../l10n';
import { withPreset } from './draft';
import { type ConfigurePage, configOf, dataOf, type PageState, type PageView } from './page-state';

/** The presets that fit the data; one fills in all that was not changed by hand. */
export function createPresetView({ state }: ConfigurePage): PageView {
  const list = h('div', { class: 'presets' });
  let drawn = '';

  function draw(names: readonly PresetName[]): void {
    list.replaceChildren(...names.map((name) => card(name, state.get())));
  }

  function card(name: PresetName, now: PageState): HTMLElement {
    const input = h('input', {
      type: 'radio',
      name: 'preset',
      value: name,
      id: `preset-${name}`,
      'aria-describedby': `preset-${name}-help`,
      testid: `preset-${name}`,
      on: { change: () => state.set({ draft: withPreset(state.get().draft, name) }) },
    });
    return h(
      'div',
      { class: 'preset' },
      input,
      h('label', { for: `preset-${name}` }, translate(choiceName(fieldOf('preset'), name))),
      h('p', { id: `preset-${name}-help`, class: 'setting-help' }, `${networkOf(name, now)} ${purposeOf(name)}`),
    );
  }

  return {
    element: h(
      'fieldset',
      { class: 'section', testid: 'presets' },
      h('legend', {}, h('h2', {}, t('Preset'))),
      h('p', { class: 'setting-help' }, t('It fills in all settings that you have not changed.')),
      list,
    ),
    update() {
      const now = state.get();
      const { preset } = configOf(now);
      const fitting = presetsFor(dataOf(now));
      const names = fitting.includes(preset) ? fitting : [...fitting, preset];
      const key = JSON.stringify([names, now.summary?.kind, configOf(now).model.kind]);
      if (key !== drawn) {
        drawn = key;
        draw(names);
      }
      for (const input of list.querySelectorAll('input')) input.checked = input.value === preset;
    },
  };
}

/** The network of the preset by itself. */
function networkOf(preset: PresetName, state: PageState): string {
  const { architecture, hidden, latent } = resolveConfig({ data: '', preset }, dataOf(state)).model;
  const widths = hidden.join('-');
  if (architecture === 'conv') return t('Convolutions {0}, {1} latent dimensions.', widths, latent);
  if (architecture === 'transformer') return t('Transformer blocks {0}, {1} latent dimensions.', widths, latent);
  return t('Dense layers {0}, {1} latent dimensions.', widths, latent);
}

function purposeOf(preset: PresetName): string {
  switch (preset) {
    case 'explore':
      return t('Few latent dimensions, so that the 3-D view shows the whole latent space.');
    case 'classic':
      return t('The model of the tutorials: better reconstructions, seen through principal components.');
    case 'conv':
      return t('Sees neighbouring pixels together: better reconstructions than dense layers, and slower to train.');
    case 'photos':
      return t(
        'Begins at the principal components and goes on from there: photos that one recognises, also where there are few.',
      );
    case 'text':
      return t('Sees neighbouring characters together: readable reconstructions, seen through principal components.');
    case 'writing':
      return t('Writes character by character: new text reads as text, and codes say a little of what it is.');
    default:
      return '';
  }
}
