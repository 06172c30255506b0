import { capabilitiesOf } from '../../src/protocol/capabilities';
import { defaultProjection } from '../../src/protocol/projection';
import { columnName, latentName, sortColumns } from '../column-names';
import { type Control, dropdown, iconButton, slider } from '../controls';
import { h } from '../dom';
import { t } from '../l10n';
import { alignmentOf, layoutOf, methodName, ontoOf, suggestedLayout } from '../layouts/chosen-layout';
import type { LayoutJob } from '../layouts/layout-job';
import { needs } from '../needs';
import type { Panel } from '../panel';
import type { ViewDocument } from '../state/view-document';
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

/** Methods that take their time, by what the list calls them. */
const methods = {
  'umap-2': { kind: 'umap', dims: 2 },
  'umap-3': { kind: 'umap', dims: 3 },
  'tsne-2': { kind: 'tsne', dims: 2 },
  'tsne-3': { kind: 'tsne', dims: 3 },
  'pacmap-2': { kind: 'pacmap', dims: 2 },
  'pacmap-3': { kind: 'pacmap', dims: 3 },
} as const;

/** Two latent axes, or the first two principal components. */
const planes = { axes: 'axes-2', pca: 'pca-2' } as const;

/** Up to three latent dimensions are shown as they are, two of them, or laid out; of more it can be chosen which. */
function createLayoutChoice({ offers, session, view }: Panel, job: LayoutJob): readonly HTMLElement[] {
  const { latent } = session.get().run.record.config.model;
  const isChosen = latent > 3;
  const current = view.get().projection;
  const dimensions = Array.from({ length: latent }, (_, index) => ({ value: String(index), label: latentName(index) }));
  const axes = current?.kind === 'axes' ? [...current.axes] : [0, 1, 2];
  const layOut = (words: string, projection: ViewDocument['projection']) =>
    // A place of one layout means nothing in another.
    view.change(words, { projection, cursor: { on: view.get().cursor.on, position: null } });
  const aligned = () => alignmentOf(view.get().projection);
  const choose = () => {
    const [x, y, z] = axes;
    const names = axes.filter((axis) => axis >= 0).map(latentName);
    layOut(t('layout by {0}', names.join(', ')), { kind: 'axes', axes: [x, y, z], ...aligned() });
  };
  const chooseAll = () => {
    if (!isChosen) {
      layOut(t('layout by the latent axes'), { ...defaultProjection(latent), ...aligned() });
      return;
    }
    // What a plane left out.
    if (axes[2] < 0) axes[2] = [0, 1, 2].find((axis) => axis !== axes[0] && axis !== axes[1]) ?? 0;
    choose();
  };
  const lists = [t('First axis'), t('Second axis'), t('Third axis')].map((label, position) =>
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
    }),
  );
  const shownAxes = h('span', { class: 'axes', testid: 'axes' }, ...lists.map((list) => list.element));
  const inPlane = (label: string) => t('{0}, {1}-D', label, '2');
  const kind = dropdown({
    label: t('Layout'),
    testid: 'projection',
    options: [
      ...(isChosen
        ? [
            { value: 'pca', label: t('PCA') },
            { value: planes.pca, label: inPlane(t('PCA')) },
          ]
        : []),
      { value: 'axes', label: t('Latent axes') },
      ...(latent > 2 ? [{ value: planes.axes, label: inPlane(t('Latent axes')) }] : []),
      ...Object.entries(methods).map(([value, { kind, dims }]) => ({
        value,
        label: t('{0}, {1}-D', methodName(kind), String(dims)),
      })),
    ],
    value: choiceOf(current, latent),
    onChange: (value) => {
      if (value === 'axes') chooseAll();
      else if (value === planes.axes) {
        axes[2] = -1;
        choose();
      } else if (value in methods) {
        const method = methods[value as keyof typeof methods];
        const { of } = layoutOf(view.get().projection) ?? {};
        layOut(t('layout by {0}', methodName(method.kind)), suggestedLayout(method, of, job.state.get().kept));
      } else {
        const plane = value === planes.pca ? ({ dims: 2 } as const) : {};
        layOut(t('layout by principal components'), { kind: 'pca', ...plane, ...aligned() });
      }
    },
  });
  view.watch(
    (state) => state.projection,
    (projection) => {
      const isPlane = projection?.kind === 'axes' && projection.axes[2] < 0;
      const isOfSome = isChosen || (latent > 2 && isPlane);
      shownAxes.hidden = projection?.kind !== 'axes' || !isOfSome || ontoOf(projection) !== undefined;
      lists[2].element.hidden = isPlane;
      kind.value = choiceOf(projection, latent);
      if (projection?.kind !== 'axes') return;
      axes.splice(0, 3, ...projection.axes);
      for (const [position, list] of lists.entries()) if (axes[position] >= 0) list.value = String(axes[position]);
    },
  );
  if (!offers('layOut')) {
    // What nobody can lay out is a choice only where it is kept.
    job.state.changed(
      (state) => state.kept,
      (kept) => {
        const there = new Set(kept.map(({ params }) => `${params.kind}-${params.dims}`));
        for (const value of Object.keys(methods)) {
          if (!there.has(value)) kind.element.querySelector(`[value="${value}"]`)?.remove();
        }
      },
    );
  }
  return [kind.element, shownAxes];
}

/** Codes that are shown beside those of another run have its kind of layout, which their own choice may not have. */
function choiceOf(projection: ViewDocument['projection'], latent: number): string {
  const layout = layoutOf(projection);
  if (ontoOf(projection)) return latent > 3 ? 'pca' : 'axes';
  if (projection?.kind === 'pca' && projection.dims === 2) return planes.pca;
  if (projection?.kind === 'axes' && projection.axes[2] < 0 && latent > 2) return planes.axes;
  return layout ? `${layout.kind}-${layout.dims}` : (projection?.kind ?? 'pca');
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
