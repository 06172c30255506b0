import { absent, type Tone } from '../colouring';
import type { Bits } from '../data/bits';

/** What is shown of the points themselves. */
export interface SceneChange {
  /** n x 3. */
  readonly colours: Uint8Array;
  /** Null: all. */
  readonly shown: Bits | null;
  /** What is not selected is grey; null: there is no selection. */
  readonly selected: Bits | null;
}

/** What draws the points, as far as this concerns it: the scene, which passes over what did not change. */
interface Points {
  update(change: { readonly colours?: Uint8Array; readonly shown?: Bits | null }): void;
}

/** Hands changes on to the points, with what is not selected in grey. Nothing is told before there are colours. */
export function sceneUpdater(points: Points, tone: () => Tone): (change: Partial<SceneChange>) => void {
  let state: Partial<SceneChange> = {};
  let shownColours: Uint8Array | undefined;
  return (change) => {
    const former = state;
    state = { ...state, ...change };
    const { colours, selected, shown = null } = state;
    if (!colours) return;
    if (!shownColours || colours !== former.colours || selected !== former.selected) {
      shownColours = selected ? greyed(colours, selected, absent[tone()]) : colours;
    }
    points.update({ colours: shownColours, shown });
  };
}

function greyed(
  colours: Uint8Array,
  selected: Bits,
  [red, green, blue]: readonly [number, number, number],
): Uint8Array {
  const mixed = colours.slice();
  selected.not().forEach((index) => {
    mixed[3 * index] = red;
    mixed[3 * index + 1] = green;
    mixed[3 * index + 2] = blue;
  });
  return mixed;
}
