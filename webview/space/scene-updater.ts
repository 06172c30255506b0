import { absent, type Tone } from '../colouring';
import type { Bits } from '../data/bits';
import type { SceneState } from '../scene/scene-state';

/** What is shown of the points themselves. */
interface SceneChange extends Pick<SceneState, 'colours' | 'shown'> {
  /** What is not selected is grey; null: there is no selection. */
  readonly selected: Bits | null;
}

/** Hands changes on to the points, with what is not selected in grey. Nothing is told before there are colours. */
export function sceneUpdater(
  points: { update(change: Partial<SceneState>): void },
  tone: () => Tone,
): (change: Partial<SceneChange>) => void {
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
