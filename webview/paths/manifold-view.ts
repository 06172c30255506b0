import type { Manifold, ManifoldParams } from '../../src/protocol/traversals';
import { whenAnswersChange } from '../answers';
import { h } from '../dom';
import { t } from '../l10n';
import { Latest } from '../latest';
import { columnsOf, layoutOf } from '../layouts/chosen-layout';
import { select } from '../native-controls';
import { type Panel, projectionOf, whileShown } from '../panel';
import { chosenClass } from '../space/class-choice';
import { weightsEpoch } from '../weights-epoch';
import { createWeightsNote } from '../weights-note';
import { createAroundChoice } from './around-choice';
import { createFrameGrid } from './frame-grid';
import { goToCode } from './go-to-code';
import { createPictureExport } from './picture-export';
import { shownWay, whenShown } from './shown-way';

const sides = [5, 10, 15, 20] as const;

/** What is decoded on a grid of places of a plane of the view. */
export function createManifoldView(panel: Panel): { readonly element: HTMLElement } {
  const { host, session } = panel;
  const weights = createWeightsNote(panel);
  const grid = h('div', { testid: 'manifold' });
  const how = h('p', { class: 'hint', testid: 'manifold-how' });
  const plane = select(t('Plane'), 'manifold-plane', []);
  const side = select(
    t('Grid'),
    'manifold-side',
    sides.map((count) => ({ value: String(count), label: t('{0} × {1}', count, count) })),
  );
  side.value = '10';
  let known: Manifold | null = null;
  const exporting = createPictureExport(panel, 'plane', () => {
    if (known?.decoded.kind !== 'images') return [];
    const { decoded: images } = known;
    const count = Math.round(Math.sqrt(images.count));
    return Array.from({ length: count }, (_, row) => ({ images, begin: row * count, count }));
  });
  const offerPlanes = () => {
    const names = [t('First axis'), t('Second axis'), t('Third axis')];
    const present = presentAxes(panel);
    const pairs = present.flatMap((across) => present.filter((up) => up > across).map((up) => [across, up] as const));
    plane.offer(
      pairs.map(([across, up]) => ({ value: `${across}${up}`, label: t('{0} × {1}', names[across], names[up]) })),
    );
    return pairs.find(([across, up]) => `${across}${up}` === plane.value) ?? null;
  };
  const asked = new Latest(
    async (params: ManifoldParams) => host.call('manifold', { ...params, ...(await around.point()) }),
    (manifold) => {
      known = manifold;
      weights.show(manifold.epoch);
      how.textContent = inWords(manifold.by);
      grid.replaceChildren(
        createFrameGrid(
          manifold.decoded,
          Math.round(Math.sqrt(manifold.decoded.count)),
          t('What is decoded on the plane'),
          (at) => goToCode(panel, manifold, at),
        ),
      );
      exporting.draw();
    },
    panel.fail,
  );
  const refresh = whileShown(panel, 'space', () => {
    const axes = offerPlanes();
    if (shownWay(panel) !== 'manifold' || session.get().frames.length === 0) return;
    if (axes === null) {
      how.textContent = t('One axis is no plane: this model has one latent dimension.');
      return;
    }
    asked.ask({
      plane: axes,
      side: Number(side.value),
      projection: projectionOf(panel),
      ofClass: chosenClass(panel),
      epoch: weightsEpoch(panel),
    });
  });
  const around = createAroundChoice(panel, 'manifold-around', refresh);
  for (const { input } of [plane, side]) input.addEventListener('change', refresh);
  const element = h(
    'div',
    { class: 'ways' },
    plane.element,
    side.element,
    around.element,
    how,
    weights.element,
    grid,
    exporting.element,
  );
  whenShown(panel, 'manifold', (shown) => {
    element.hidden = !shown;
    if (shown) refresh();
    else asked.cancel();
  });
  whenAnswersChange(panel, ['projection', 'ofClass'], refresh);
  return { element };
}

/** Of the three axes of the view those that are there. */
function presentAxes({ session, view }: Panel): readonly number[] {
  const { latent } = session.get().run.record.config.model;
  const { projection } = view.get();
  const dims = layoutOf(projection)?.dims ?? columnsOf(projection)?.length;
  return [0, 1, 2].filter((axis) => {
    if (dims !== undefined) return axis < dims;
    return projection?.kind === 'axes' ? projection.axes[axis] >= 0 : axis < latent;
  });
}

function inWords(by: Manifold['by']): string {
  switch (by) {
    case 'quantiles':
      return t('At the quantiles of N(0, 1) on both axes: the prior draws from each cell as often.');
    case 'even':
      return t('In even steps over the points, but for the outermost 2 % at each side.');
    case 'neighbours':
      return t(
        'In even steps over the points. This layout has no inverse: decoded is the weighted mean of the nearest codes.',
      );
  }
}
