import type { ColumnValues } from '../../src/protocol/data';
import { FilterMasks } from '../data/filter-masks';
import type { Filter } from '../data/filters';
import type { Bodies } from '../scene/bodies/bodies';
import { createPointsView, type PointsView } from '../scene/points-view';
import { type Projected, project } from '../scene/projection';
import type { Cloud } from './clouds';
import { median, nextFrame, shown, sleep } from './frames';

/** From the points' being given to their being seen, and while the space is turned. */
export interface TurningFigures {
  readonly firstPointsMs: number;
  readonly framesPerSecond: number;
  /** In each of those frames. */
  readonly pointsDrawn: number;
  readonly scriptMs: number;
  readonly drawnBy: string;
}

export interface ViewFigures extends TurningFigures {
  /** From a movement of the pointer until what it is on is marked and the next frame begins. */
  readonly hoverMs: number;
  /** The same for the first movement after the camera came to rest. */
  readonly firstHoverMs: number;
  readonly lassoMs: number;
  /** From the choice of filters by three columns until the view knows which points pass, and until these are on the screen. */
  readonly filterMs: number;
  readonly filterShownMs: number;
  readonly selected: number;
}

type Place = Pick<Projected, 'x' | 'y'>;

const hovers = 30;
/** CSS pixels. */
const edge = 10;
/** What nothing was drawn in for so long is at rest. */
const restMs = 400;

/** The view as the panel has it. */
export async function measureView(
  { positions, colours }: Cloud,
  host: HTMLElement,
  ms: number,
  renderer: 'webgl' | 'canvas' | null,
): Promise<ViewFigures> {
  let hovered: number | null = null;
  let selected = 0;
  const begun = performance.now();
  const view = createPointsView(
    {
      hover: (index) => {
        hovered = index;
      },
      select: (region) => {
        selected = region.count;
      },
    },
    { renderer },
  );
  host.replaceChildren(view.element);
  view.update({ positions, colours, axes: ['x', 'y', 'z'] });
  await until(() => view.statistics().pictures > 0);
  await shown();
  const firstPointsMs = performance.now() - begun;
  const turning = await turn(view, ms);
  await atRest(view, positions.length / 3);
  const times: number[] = [];
  for (const { x, y } of somePlaces(view)) {
    hovered = null;
    const before = performance.now();
    point(view.element, 'pointermove', x, y);
    await shown();
    times.push(performance.now() - before);
    if (hovered === null) throw new Error('No point was under the pointer.');
  }
  const lassoMs = await lasso(view, () => selected);
  const filtering = await filter(view, positions);
  const figures: ViewFigures = {
    firstPointsMs,
    ...turning,
    drawnBy: view.kind,
    hoverMs: median(times),
    firstHoverMs: times[0],
    lassoMs,
    ...filtering,
    selected,
  };
  view.dispose();
  return figures;
}

/** What the page's main thread does for a frame, ms, while the space is turned with bodies around so many of its points. */
export async function measureBodies(
  { positions, colours }: Cloud,
  host: HTMLElement,
  ms: number,
  count: number,
): Promise<Pick<TurningFigures, 'scriptMs' | 'drawnBy'>> {
  const view = createPointsView({}, { renderer: 'webgl' });
  host.replaceChildren(view.element);
  view.update({ positions, colours, axes: ['x', 'y', 'z'], bodies: roundBodies(positions, count) });
  await until(() => view.statistics().pictures > 0);
  await shown();
  const { scriptMs } = await turn(view, ms);
  const drawnBy = view.kind;
  view.dispose();
  return { scriptMs, drawnBy };
}

/** Ellipsoids along the axes, evenly spread over the points. */
function roundBodies(positions: Float32Array, count: number): Bodies {
  const points = positions.length / 3;
  const indices = Int32Array.from({ length: count }, (_, body) => Math.floor((body * points) / count));
  const centres = new Float32Array(3 * count);
  const axes = new Float32Array(9 * count);
  for (const [body, index] of indices.entries()) {
    centres.set(positions.subarray(3 * index, 3 * index + 3), 3 * body);
    axes.set([0.09, 0, 0, 0, 0.06, 0, 0, 0, 0.03], 9 * body);
  }
  return { indices, centres, axes };
}

/** Where some points are on the page, away from its edges. */
function somePlaces(view: PointsView): readonly Place[] {
  const { view: seen, cloud } = view.still();
  const inside = ({ x, y }: Place) => x > edge && y > edge && x < seen.width - edge && y < seen.height - edge;
  const places = Array.from({ length: Math.min(cloud.count, 20 * hovers) }, (_, i) => project(seen, cloud.place(i)));
  const { left, top } = view.element.getBoundingClientRect();
  return places
    .filter(inside)
    .slice(0, hovers)
    .map(({ x, y }) => ({ x: left + x, y: top + y }));
}

/** For so long, and until there is a picture of it: a busy machine has a low rate, and not none. */
async function turn(view: PointsView, ms: number): Promise<Omit<TurningFigures, 'firstPointsMs' | 'drawnBy'>> {
  const start = await nextFrame();
  const before = view.statistics().pictures;
  const drawn: number[] = [];
  let now = start;
  while (now < start + ms || view.statistics().pictures === before) {
    view.element.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }));
    now = await nextFrame();
    drawn.push(view.statistics().drawn);
  }
  const { pictures, medianFrameMs } = view.statistics();
  const framesPerSecond = (1000 * (pictures - before)) / (now - start);
  return { framesPerSecond, pointsDrawn: median(drawn), scriptMs: medianFrameMs };
}

/** The camera swings out, and then all points are drawn: nothing is drawn anew any more. */
async function atRest(view: PointsView, count: number): Promise<void> {
  let pictures: number;
  do {
    pictures = view.statistics().pictures;
    await sleep(restMs);
    await shown();
  } while (view.statistics().drawn !== count || view.statistics().pictures !== pictures);
}

/** A round lasso of 240 corners; from the button's going up to the points in it. */
async function lasso(view: PointsView, selected: () => number): Promise<number> {
  view.update({ tool: 'lasso' });
  const { width, height } = view.element.getBoundingClientRect();
  const reach = 0.2 * height;
  point(view.element, 'pointerdown', width / 2 + reach, height / 2);
  for (let i = 1; i < 240; i++) {
    const angle = (i / 240) * 2 * Math.PI;
    const wave = reach * (1 + 0.1 * Math.sin(9 * angle));
    point(view.element, 'pointermove', width / 2 + wave * Math.cos(angle), height / 2 + wave * Math.sin(angle));
  }
  await shown();
  const before = performance.now();
  point(view.element, 'pointerup', width / 2 + reach, height / 2);
  const ms = performance.now() - before;
  if (selected() === 0) throw new Error('No point was in the lasso.');
  return ms;
}

/** Two ranges and a category, none of them known before; about a sixth of the points passes. */
async function filter(
  view: PointsView,
  positions: Float32Array,
): Promise<Pick<ViewFigures, 'filterMs' | 'filterShownMs'>> {
  const count = positions.length / 3;
  const numbers = [0, 1].map((axis): ColumnValues => {
    const values = Float32Array.from({ length: count }, (_, index) => positions[3 * index + axis]);
    return { name: `x${axis}`, role: 'feature', type: 'numeric', values };
  });
  const categories = Array.from({ length: 10 }, (_, category) => `${category}`);
  const codes = Float32Array.from({ length: count }, (_, index) => index % categories.length);
  const columns: ColumnValues[] = [
    ...numbers,
    { name: 'kind', role: 'label', type: 'category', categories, values: codes },
  ];
  const filters: Filter[] = [
    ...numbers.map(({ name }): Filter => ({ kind: 'range', column: name, low: -2, high: 5 })),
    { kind: 'categories', column: 'kind', hidden: [1, 4, 7] },
  ];
  const masks = new FilterMasks(count, columns);
  await atRest(view, count);
  const { pictures } = view.statistics();
  const before = performance.now();
  const { examples } = masks.shown(filters, new Map(columns.map((column) => [column.name, column])));
  view.update({ shown: examples });
  const filterMs = performance.now() - before;
  await until(() => view.statistics().pictures > pictures);
  await shown();
  return { filterMs, filterShownMs: performance.now() - before };
}

function point(element: HTMLElement, type: string, clientX: number, clientY: number): void {
  // The mouse's own number: it is always there to be captured.
  const pointer = { pointerId: 1, pointerType: 'mouse', isPrimary: true, bubbles: true };
  element.dispatchEvent(
    new PointerEvent(type, { ...pointer, clientX, clientY, button: type === 'pointermove' ? -1 : 0 }),
  );
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await nextFrame();
}
