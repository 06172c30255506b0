import { columnName, latentName, sortColumns } from '../column-names';
import { type Control, dropdown, iconButton, slider } from '../controls';
import { h } from '../dom';
import { t } from '../l10n';
import type { Panel } from '../panel';

interface ToolbarActions {
  frame(): void;
  help(): void;
}

/** What is drawn and how: axes, colours, sizes, and what else is in the space. */
export function createToolbar(panel: Panel, actions: ToolbarActions): HTMLElement {
  const { view } = panel;
  return h(
    'div',
    { class: 'toolbar', role: 'toolbar', 'aria-label': t('Latent space view') },
    ...createAxes(panel),
    createColourBy(panel).element,
    h(
      'span',
      { class: 'field' },
      h('span', { class: 'field-label', 'aria-hidden': 'true' }, t('Size')),
      slider({
        label: t('Size of the points'),
        testid: 'point-size',
        min: -2,
        max: 2,
        step: 0.25,
        value: Math.log2(view.get().pointSize),
        onInput: (power) => view.set({ pointSize: 2 ** power }),
      }).element,
    ),
    h(
      'span',
      { class: 'toolbar-buttons' },
      createCursorToggle(panel).element,
      createSamplesToggle(panel).element,
      iconButton('frame', { label: t('Fit all points'), testid: 'frame', onClick: actions.frame }).element,
      iconButton('help', { label: t('Keys and help'), testid: 'help', onClick: actions.help }).element,
    ),
  );
}

/** Nothing for up to three latent dimensions, which are all shown. */
function createAxes({ session, view }: Panel): readonly HTMLElement[] {
  const { latent } = session.get().run.record.config.model;
  if (latent <= 3) return [];
  const current = view.get().projection;
  const dimensions = Array.from({ length: latent }, (_, index) => ({ value: String(index), label: latentName(index) }));
  const axes = current?.kind === 'axes' ? [...current.axes] : [0, 1, 2];
  const choose = () => view.set({ projection: { kind: 'axes', axes: [axes[0], axes[1], axes[2]] } });
  const three = h(
    'span',
    { class: 'axes', testid: 'axes' },
    ...[t('First axis'), t('Second axis'), t('Third axis')].map(
      (label, position) =>
        dropdown({
          label,
          testid: `axis-${position}`,
          hideLabel: true,
          options: dimensions,
          value: String(axes[position]),
          onChange: (value) => {
            axes[position] = Number(value);
            choose();
          },
        }).element,
    ),
  );
  three.hidden = current?.kind !== 'axes';
  const kind = dropdown({
    label: t('Layout'),
    testid: 'projection',
    options: [
      { value: 'pca', label: t('PCA') },
      { value: 'axes', label: t('Latent axes') },
    ],
    value: current?.kind ?? 'pca',
    onChange: (value) => {
      three.hidden = value !== 'axes';
      if (value === 'axes') choose();
      else view.set({ projection: { kind: 'pca' } });
    },
  });
  return [kind.element, three];
}

function createColourBy({ columns, view }: Panel): Control {
  return dropdown({
    label: t('Colour'),
    testid: 'colour-by',
    options: sortColumns(columns.infos).map((column) => ({ value: column.name, label: columnName(column) })),
    value: view.get().colour ?? '',
    onChange: (colour) => view.set({ colour }),
  });
}

function createCursorToggle({ view }: Panel): Control {
  const button = iconButton('cursor', {
    label: t('Cursor: decode any place in the space'),
    testid: 'cursor-toggle',
    onClick: () => {
      const { cursor } = view.get();
      view.set({ cursor: { ...cursor, on: !cursor.on } });
    },
  });
  view.watch((state) => state.cursor.on, button.setPressed);
  return button;
}

function createSamplesToggle({ session, view }: Panel): Control {
  const vae = session.get().run.record.config.model.kind === 'vae';
  const button = iconButton('samples', {
    label: vae ? t('Samples from the prior') : t('Samples from a Gaussian fitted to the codes'),
    testid: 'samples-toggle',
    onClick: () => {
      const { samples } = view.get();
      view.set({ samples: { ...samples, on: !samples.on } });
    },
  });
  view.watch((state) => state.samples.on, button.setPressed);
  return button;
}
