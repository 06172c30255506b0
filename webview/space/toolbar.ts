import { capabilitiesOf } from '../../src/protocol/capabilities';
import { columnName, sortColumns } from '../column-names';
import { type Control, dropdown, iconButton, slider } from '../controls';
import { h } from '../dom';
import { t } from '../l10n';
import { createLayoutChoice } from '../layouts/layout-choice';
import type { LayoutJob } from '../layouts/layout-job';
import { needs } from '../needs';
import type { Panel } from '../panel';
import { createLinkToggle } from './link-toggle';
import { createToolButtons } from './tool-buttons';

interface ToolbarActions {
  frame(): void;
  export(): void;
  help(): void;
  views(): void;
}

/** What is drawn and how: axes, colours, sizes, and what else is in the space. */
export function createToolbar(
  panel: Panel,
  job: LayoutJob,
  [names, ...overPoints]: readonly HTMLElement[],
  actions: ToolbarActions,
): HTMLElement {
  return h(
    'div',
    { class: 'toolbar', role: 'toolbar', 'aria-label': t('Latent space view') },
    ...createLayoutChoice(panel, job),
    createColourBy(panel).element,
    names,
    h(
      'span',
      { class: 'field' },
      h('span', { class: 'field-label', 'aria-hidden': 'true' }, t('Size')),
      createSize(panel).element,
    ),
    createToolButtons(panel),
    h(
      'span',
      { class: 'toolbar-buttons' },
      needs(createCursorToggle(panel).element, 'decode'),
      needs(createSamplesToggle(panel).element, 'samples'),
      ...overPoints,
      needs(createLinkToggle(panel).element, 'link'),
      iconButton('frame', { label: t('Fit all points'), testid: 'frame', onClick: actions.frame }).element,
      iconButton('bookmark', { label: t('Views'), testid: 'views', onClick: actions.views }).element,
      iconButton('export', { label: t('Export…'), testid: 'export', onClick: actions.export }).element,
      iconButton('help', { label: t('Keys and help'), testid: 'help', onClick: actions.help }).element,
    ),
  );
}

function createColourBy({ columns, view }: Panel): Control {
  const create = () =>
    dropdown({
      label: t('Colour'),
      testid: 'colour-by',
      options: sortColumns(columns.infos).map((column) => ({ value: column.name, label: columnName(column) })),
      value: view.get().colour ?? '',
      onChange: (colour) => {
        const info = columns.info(colour);
        view.change(t('colour by {0}', info ? columnName(info) : colour), { colour });
      },
    });
  let list = create();
  columns.onAdded(() => {
    const { element } = list;
    list = create();
    element.replaceWith(list.element);
    // The list of the toolkit knows its options a while after it has them.
    requestAnimationFrame(() => {
      list.value = view.get().colour ?? '';
    });
  });
  view.changed(
    (state) => state.colour,
    (colour) => {
      list.value = colour ?? '';
    },
  );
  return list;
}

function createSize({ view }: Panel): Control {
  const power = () => Math.log2(view.get().pointSize);
  const control = slider({
    label: t('Size of the points'),
    testid: 'point-size',
    min: -2,
    max: 2,
    step: 0.25,
    value: power(),
    onInput: (value) => view.change(t('size of the points'), { pointSize: 2 ** value }, 'size'),
  });
  view.changed(
    (state) => state.pointSize,
    () => {
      control.input.value = String(power());
    },
  );
  return control;
}

function createCursorToggle({ view }: Panel): Control {
  const button = iconButton('cursor', {
    label: t('Cursor: decode any place in the space'),
    testid: 'cursor-toggle',
    onClick: () => {
      const { cursor } = view.get();
      view.change(cursor.on ? t('hide the cursor') : t('show the cursor'), { cursor: { ...cursor, on: !cursor.on } });
    },
  });
  view.watch((state) => state.cursor.on, button.setPressed);
  return button;
}

function createSamplesToggle({ session, view }: Panel): Control {
  const { prior } = capabilitiesOf(session.get().run.record.config.model);
  const button = iconButton('samples', {
    label: prior ? t('Samples from the prior') : t('Samples from a Gaussian fitted to the codes'),
    testid: 'samples-toggle',
    onClick: () => {
      const { samples } = view.get();
      const words = samples.on ? t('hide the samples') : t('show the samples');
      view.change(words, { samples: { ...samples, on: !samples.on } });
    },
  });
  view.watch((state) => state.samples.on, button.setPressed);
  return button;
}
