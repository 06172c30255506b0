import { axisColumns, type GivenLayout, givenLayouts } from '../../src/protocol/column-layout';
import { defaultProjection } from '../../src/protocol/projection';
import { latentName } from '../column-names';
import { dropdown } from '../controls';
import { h } from '../dom';
import { t } from '../l10n';
import type { Panel } from '../panel';
import type { ViewDocument } from '../state/view-document';
import { alignmentOf, columnsOf, directionOf, layoutOf, methodName, ontoOf, suggestedLayout } from './chosen-layout';
import { createColumnChoice } from './column-choice';
import type { LayoutJob } from './layout-job';

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

/** Up to three latent dimensions are shown as they are, two of them, or laid out; of more it can be chosen which. Any data by columns of theirs. */
export function createLayoutChoice({ offers, session, ui, view }: Panel, job: LayoutJob): readonly HTMLElement[] {
  const { columns, record } = session.get().run;
  const { latent } = record.config.model;
  const isChosen = latent > 3;
  const given = givenLayouts(columns);
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
  const layOutBy = (chosen: GivenLayout['columns']) =>
    layOut(t('layout by {0}', chosen.join(', ')), { kind: 'columns', columns: [...chosen] });
  const byColumns = createColumnChoice(axisColumns(columns), layOutBy);
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
      ...(latent > 1 && (offers('direction') || directionOf(current))
        ? [{ value: 'direction', label: t('Along a direction') }]
        : []),
      ...Object.entries(methods).map(([value, { kind, dims }]) => ({
        value,
        label: t('{0}, {1}-D', methodName(kind), String(dims)),
      })),
      ...given.map(({ name, columns: { length } }, at) => ({
        value: `given-${at}`,
        label: t('Given: {0}, {1}-D', name, String(length)),
      })),
      ...(byColumns.first ? [{ value: 'columns', label: t('Columns…') }] : []),
    ],
    value: choiceOf(current, latent, given),
    onChange: (value) => {
      const [, at] = /^given-(\d+)$/.exec(value) ?? [];
      if (value === 'axes') chooseAll();
      else if (value === planes.axes) {
        axes[2] = -1;
        choose();
      } else if (value === 'direction') {
        // One has to be found first.
        ui.set({ drawer: 'paths', ways: 'directions' });
        kind.value = choiceOf(view.get().projection, latent, given);
      } else if (at !== undefined) layOutBy(given[Number(at)].columns);
      else if (value === 'columns' && byColumns.first) layOutBy(columnsOf(view.get().projection) ?? byColumns.first);
      else if (value in methods) {
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
      byColumns.show(columnsOf(projection));
      kind.value = choiceOf(projection, latent, given);
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
  return [kind.element, shownAxes, byColumns.element];
}

/** Codes that are shown beside those of another run have its kind of layout, which their own choice may not have. */
function choiceOf(projection: ViewDocument['projection'], latent: number, given: readonly GivenLayout[]): string {
  if (directionOf(projection)) return 'direction';
  if (ontoOf(projection)) return latent > 3 ? 'pca' : 'axes';
  const columns = columnsOf(projection);
  if (columns) {
    const at = given.findIndex((layout) => layout.columns.join('\n') === columns.join('\n'));
    return at < 0 ? 'columns' : `given-${at}`;
  }
  if (projection?.kind === 'pca' && projection.dims === 2) return planes.pca;
  if (projection?.kind === 'axes' && projection.axes[2] < 0 && latent > 2) return planes.axes;
  const layout = layoutOf(projection);
  return layout ? `${layout.kind}-${layout.dims}` : (projection?.kind ?? 'pca');
}
