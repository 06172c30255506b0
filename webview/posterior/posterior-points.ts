import { mostBodies, mostDraws, type PosteriorBodies } from '../../src/protocol/posterior-bodies';
import type { LatentFrame, LinearProjection } from '../../src/protocol/trainer';
import { Bits } from '../data/bits';
import { oncePerFrame } from '../dom';
import { Latest } from '../latest';
import { type Panel, projectionOf, whileShown } from '../panel';
import { mostOutlines } from '../scene/bodies/bodies';
import type { PointsView } from '../scene/points-view';
import { weightsEpoch } from '../weights-epoch';
import { chosenBodies } from './chosen-bodies';
import { drawnPlaces } from './drawn-places';
import { whyNoBodies } from './why-none';

/** What is shown of the posteriors. */
export interface PosteriorsOnShow {
  /** How many have bodies, and of how many. */
  readonly bodies: number;
  readonly of: number;
  /** How many points are at draws. */
  readonly drawn: number;
  /** The epoch of the weights, where points of another one are shown and so none of them. */
  readonly otherEpoch: number | null;
}

export interface PosteriorPoints {
  /** Where the points of a frame that is shown now are to be. */
  placesOf(frame: LatentFrame): Float32Array;
  /** Draws anew, which can't be undone. */
  shimmer(): void;
}

/** Shows posteriors as bodies, and points at draws of them. @param moved Points are elsewhere than `placesOf` said before. */
export function createPosteriorPoints(
  panel: Panel,
  points: Pick<PointsView, 'update' | 'kind'>,
  { moved, told }: { moved(places: Float32Array): void; told(now: PosteriorsOnShow | null): void },
): PosteriorPoints {
  const { host, session, shown, view } = panel;
  let frame: LatentFrame | null = null;
  let answer: PosteriorBodies | null = null;
  /** The answer is of all examples, so that all can be at draws. */
  let isOfAll = false;
  let displaced = false;
  /** Beside the seed of the document. */
  let again = 0;

  const { model } = session.get().run.record.config;
  const isWanted = () =>
    view.get().posterior.on &&
    panel.offers('posteriorBodies') &&
    whyNoBodies(model, view.get().projection) === null &&
    session.get().frames.length > 0;
  const fits = () => answer !== null && frame !== null && answer.epoch === frame.epoch;

  function places(): Float32Array {
    const { positions } = frame!;
    const { on, at, seed } = view.get().posterior;
    displaced = on && at === 'draw' && isOfAll && fits();
    return answer && displaced ? drawnPlaces(positions, answer, 1000 * seed + again) : positions;
  }

  /** Points go to draws, to others, or back. */
  function replace(): void {
    if (!frame) return;
    const were = displaced;
    const next = places();
    if (were || displaced) moved(next);
  }

  /** Of those that are asked for, those that pass and have a body. */
  function show(): void {
    if (!answer || !frame) {
      points.update({ bodies: null });
      told(null);
      return;
    }
    const { selection } = view.get();
    const most = points.kind === 'canvas' ? mostOutlines : mostBodies;
    const bodies = fits() ? chosenBodies(answer, frame.positions, seenOf(panel), most) : null;
    points.update({ bodies });
    told({
      bodies: bodies?.indices.length ?? 0,
      of: selection?.count ?? session.get().run.record.data.examples,
      drawn: displaced ? answer.indices.length : 0,
      otherEpoch: fits() ? null : answer.epoch,
    });
  }

  function take(next: PosteriorBodies | null, wanted?: Wanted): void {
    answer = next;
    isOfAll = wanted?.most === mostDraws;
    replace();
    show();
  }

  const found = new Latest(
    ({ of, most }: Wanted) =>
      host.call('posteriorBodies', {
        of: of.words,
        most,
        // Of other layouts none are wanted.
        projection: projectionOf(panel) as LinearProjection,
        epoch: weightsEpoch(panel),
      }),
    take,
    panel.fail,
  );
  const refresh = oncePerFrame(
    whileShown(panel, 'space', () => {
      if (isWanted()) found.ask(wantedOf(panel));
      else {
        found.cancel();
        take(null);
      }
    }),
  );
  for (const part of ['projection', 'selection'] as const) view.changed((state) => state[part], refresh);
  view.changed(({ posterior }) => `${posterior.on} ${posterior.at}`, refresh);
  view.changed(() => weightsEpoch(panel), refresh);
  session.changed((state) => state.frames, refresh);
  shown.changed((state) => state.examples, show);
  view.changed((state) => state.posterior, replace);
  refresh();
  return {
    placesOf(next) {
      frame = next;
      const where = places();
      show();
      return where;
    },
    shimmer() {
      again = (again + 1) % 1000;
      replace();
    },
  };
}

interface Wanted {
  readonly of: Bits;
  readonly most: number;
}

function wantedOf({ session, view }: Panel): Wanted {
  const all = Bits.all(session.get().run.record.data.examples);
  const { posterior, selection } = view.get();
  return posterior.at === 'draw' ? { of: all, most: mostDraws } : { of: selection ?? all, most: mostBodies };
}

/** What is selected, else all, as far as it is shown; null: all. */
function seenOf({ shown, view }: Panel): Bits | null {
  return Bits.common([shown.get().examples, view.get().selection].filter((set) => set !== null));
}
