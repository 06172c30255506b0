import { type LatentPath, type PathKind, type PathParams, pathKinds } from '../../src/protocol/paths';
import { whenAnswersChange } from '../answers';
import { h } from '../dom';
import { describeError, t } from '../l10n';
import { Latest } from '../latest';
import { select } from '../native-controls';
import { type Panel, projectionOf, whileShown } from '../panel';
import type { SpacePath } from '../scene/scene-state';
import { chosenClass } from '../space/class-choice';
import { pathPieces, type ViewDocument } from '../state/view-document';
import { weightsEpoch } from '../weights-epoch';
import { createWeightsNote } from '../weights-note';
import { goToCode } from './go-to-code';
import { createPathExport } from './path-export';
import { createPathRow } from './path-row';
import { pathColour, pathName } from './path-words';
import { createPointList } from './point-list';
import { shownWay, whenShown } from './shown-way';

/** Of more examples it takes a while to find the nearest ones of each: nobody waits for it unasked. */
const fewExamples = 20_000;

/** Ways between codes side by side: what is decoded along each, and how much it changes. */
export function createPathsView(
  panel: Panel,
  draw: (paths: readonly SpacePath[]) => void,
): { readonly element: HTMLElement } {
  const { host, session, theme, view } = panel;
  const { data } = session.get().run.record;
  const found = new Map<PathKind, LatentPath>();
  const weights = createWeightsNote(panel);
  const hint = h(
    'p',
    { class: 'hint', testid: 'path-hint' },
    t('Choose two points or more: examples, the cursor, the mean of a selection.'),
  );
  const status = h('p', { class: 'sr-only', role: 'status' });
  const exporting = createPathExport(panel, found);

  const isOpen = () => shownWay(panel) === 'paths';
  const isReady = () => view.get().path.points.length > 1;
  // Where a host has no slopes of its decoder, as a page, there are no geodesics.
  const offered = pathKinds.filter((kind) => kind !== 'geodesic' || panel.offers('dimensionEffects'));
  const kinds = () =>
    view.get().path.kinds?.filter((kind) => offered.includes(kind)) ??
    offered.filter((kind) => kind !== 'graph' || data.examples <= fewExamples);
  const rows = new Map(
    offered.map((kind) => [
      kind,
      createPathRow(panel, kind, {
        want(wanted) {
          const next = pathKinds.filter((each) => (each === kind ? wanted : kinds().includes(each)));
          const words = wanted ? t('show the path: {0}', pathName(kind)) : t('hide the path: {0}', pathName(kind));
          view.change(words, { path: { ...view.get().path, kinds: next } });
        },
        choose: (path, frame) => goToCode(panel, path, frame),
      }),
    ]),
  );
  const drawLines = () => {
    const { tone } = theme.get();
    draw([...found].map(([kind, { positions }]) => ({ positions, colour: pathColour(kind, tone) })));
    exporting.draw();
  };
  const show = (kind: PathKind, path: LatentPath) => {
    found.set(kind, path);
    rows.get(kind)?.show(path);
    weights.show(path.epoch);
    status.textContent = t('{0}: energy {1}', pathName(kind), path.energy.toPrecision(4));
    drawLines();
  };
  const asking = (kind: PathKind, deliver: (path: LatentPath) => void) =>
    new Latest(
      (params: PathParams) => host.call('path', params),
      deliver,
      (error) => {
        found.delete(kind);
        const words = describeError(error);
        if (words) rows.get(kind)?.refuse(words.text);
        drawLines();
      },
    );
  const asked = {
    straight: asking('straight', (path) => show('straight', path)),
    spherical: asking('spherical', (path) => show('spherical', path)),
    graph: asking('graph', (path) => {
      show('graph', path);
      // Of two minima of the energy the lower one is shown.
      if (kinds().includes('geodesic')) fromGraph.ask({ ...params('geodesic'), begin: 'graph' });
    }),
    geodesic: asking('geodesic', (path) => showLower(path)),
  };
  const fromGraph = new Latest(
    (params: PathParams) => host.call('path', params),
    (path) => showLower(path),
    panel.fail,
  );
  const showLower = (path: LatentPath) => {
    const other = found.get('geodesic');
    show('geodesic', other && other.energy < path.energy ? other : path);
  };
  const params = (kind: PathKind): PathParams => ({
    kind,
    points: view.get().path.points.map((point) => ('code' in point ? { code: Float32Array.from(point.code) } : point)),
    pieces: view.get().path.pieces,
    projection: projectionOf(panel),
    ofClass: chosenClass(panel),
    epoch: weightsEpoch(panel),
  });
  const forget = () => {
    for (const latest of [...Object.values(asked), fromGraph]) latest.cancel();
    found.clear();
    drawLines();
  };
  const refresh = whileShown(panel, 'space', () => {
    if (!isOpen()) return;
    forget();
    hint.hidden = isReady();
    const canAsk = isReady() && session.get().frames.length > 0;
    for (const [kind, row] of rows) {
      const wanted = kinds().includes(kind);
      row.setWanted(wanted);
      row.wait(wanted && canAsk);
      if (wanted && canAsk) asked[kind].ask(params(kind));
    }
  });
  const pieces = select(
    t('Pieces of each leg'),
    'path-pieces',
    pathPieces.map((count) => ({ value: String(count), label: String(count) })),
  );
  pieces.input.addEventListener('change', () => {
    const chosen = pathPieces.find((count) => String(count) === pieces.value) ?? pathPieces[0];
    view.change(t('{0} pieces of each leg', chosen), { path: { ...view.get().path, pieces: chosen } });
  });
  const element = h(
    'div',
    { class: 'ways' },
    createPointList(panel),
    pieces.element,
    hint,
    weights.element,
    ...[...rows.values()].map((row) => row.element),
    exporting.element,
    status,
  );
  whenShown(panel, 'paths', (open) => {
    element.hidden = !open;
    if (open) refresh();
    else forget();
  });
  view.watch(
    (state) => state.path,
    (path: ViewDocument['path']) => {
      pieces.value = String(path.pieces);
      refresh();
    },
  );
  whenAnswersChange(panel, ['projection', 'ofClass'], refresh);
  theme.changed((state) => state.revision, drawLines);
  return { element };
}
