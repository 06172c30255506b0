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

/** What draws the points, as far as this concerns it. */
interface Points {
  setColours(rgb: Uint8Array): void;
  setVisible(mask: Uint8Array | null): void;
}

/** Hands on to the points only what changed. */
export function sceneUpdater(points: Points, tone: () => Tone): (change: Partial<SceneChange>) => void {
  let state: Partial<SceneChange> = {};
  return (change) => {
    const former = state;
    state = { ...state, ...change };
    const { colours, selected, shown } = state;
    if (!colours) return;
    if (colours !== former.colours || selected !== former.selected) {
      points.setColours(selected ? greyed(colours, selected, absent[tone()]) : colours);
    }
    if (shown !== former.shown || former.colours === undefined) {
      points.setVisible(shown ? maskOf(shown) : null);
    }
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

/** A byte for each example. */
function maskOf(examples: Bits): Uint8Array {
  const mask = new Uint8Array(examples.length);
  examples.forEach((index) => {
    mask[index] = 1;
  });
  return mask;
}
