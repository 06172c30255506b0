import type { Trails } from '../../src/protocol/trails';
import { colourGroups } from './colour-groups';
import type { Palette } from './colours';
import type { PointCloud } from './point-cloud';
import type { Viewpoint } from './projection';
import type { Shape } from './shapes';

const width = 1.6;
/** How strong the oldest and the newest piece of a trail are. */
const faintest = 0.15;
const strongest = 0.9;

/**
 * The ways of points over the epochs, in their colours, the older the fainter. Points that are not shown have none.
 * @param sideways Where a view with one axis spreads the points along the second: there their trails stay.
 */
export function trailLines(
  view: Viewpoint,
  trails: Trails,
  cloud: PointCloud,
  palette: Palette,
  sideways: boolean,
): readonly Shape[] {
  const { indices, epochs } = trails;
  const seen = onScreen(view, trails, sideways ? cloud.to : null);
  const groups = colourGroups(indices, cloud);
  const pieces = Math.max(1, epochs.length - 1);
  return Array.from({ length: epochs.length - 1 }, (_, step) => {
    const age = (step + 1) / pieces;
    const alpha = palette.highContrast ? Math.max(age, 0.5) : faintest + (strongest - faintest) * age;
    return groups.map(
      ({ colour, members }): Shape => ({
        kind: 'lines',
        pieces: piecesOf(seen, members, step, indices.length, view.near),
        width,
        colour,
        alpha,
      }),
    );
  }).flat();
}

/** x and y on the screen, and the depth, of each place; epochs x trails x 3. */
function onScreen(view: Viewpoint, { places, indices }: Trails, besides: Float32Array | null): Float32Array {
  const { position, right, up, forward, focal, width, height } = view;
  const seen = new Float32Array(places.length);
  for (let i = 0; i < places.length; i += 3) {
    const x = places[i] - position[0];
    const y = (besides ? besides[3 * indices[(i / 3) % indices.length] + 1] : places[i + 1]) - position[1];
    const z = places[i + 2] - position[2];
    const depth = x * forward[0] + y * forward[1] + z * forward[2];
    seen[i] = width / 2 + ((x * right[0] + y * right[1] + z * right[2]) * focal) / depth;
    seen[i + 1] = height / 2 - ((x * up[0] + y * up[1] + z * up[2]) * focal) / depth;
    seen[i + 2] = depth;
  }
  return seen;
}

/** From one epoch to the next; none where one of the two is not in front of the camera, or nowhere. */
function piecesOf(
  seen: Float32Array,
  members: readonly number[],
  step: number,
  trails: number,
  near: number,
): Float32Array {
  const pieces = new Float32Array(4 * members.length);
  let used = 0;
  for (const trail of members) {
    const from = 3 * (step * trails + trail);
    const to = from + 3 * trails;
    if (!(seen[from + 2] >= near && seen[to + 2] >= near)) continue;
    pieces.set(seen.subarray(from, from + 2), used);
    pieces.set(seen.subarray(to, to + 2), used + 2);
    used += 4;
  }
  return pieces.subarray(0, used);
}
