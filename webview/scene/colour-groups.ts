import type { Rgb } from './colours';
import type { PointCloud } from './point-cloud';

export interface ColourGroup {
  readonly colour: Rgb;
  /** Places in the list of points that was given. */
  readonly members: number[];
}

/** What is of nearly one colour is drawn at once: of each channel the upper four bits count. Points that are not shown are in no group. */
export function colourGroups(indices: Int32Array, cloud: PointCloud): readonly ColourGroup[] {
  const groups = new Map<number, ColourGroup>();
  for (const [place, index] of indices.entries()) {
    if (!cloud.isVisible(index)) continue;
    const colour = cloud.colour(index);
    const key = colour.reduce((sum, channel) => 16 * sum + (channel >> 4), 0);
    const group = groups.get(key);
    if (group) group.members.push(place);
    else groups.set(key, { colour, members: [place] });
  }
  return [...groups.values()];
}
