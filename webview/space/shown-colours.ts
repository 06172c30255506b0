import type { ColumnInfo, ColumnValues } from '../../src/protocol/data';
import { UserError } from '../../src/protocol/errors';
import { colourChoice } from '../colour/chosen-colours';
import { type Colouring, colourBy } from '../colouring';
import { isCostly } from '../column-cache';
import { oncePerFrame } from '../dom';
import { Latest, patience } from '../latest';
import { type Panel, whileShown } from '../panel';

export interface ColoursListener {
  colours(column: ColumnValues, colouring: Colouring): void;
  /** Another column than the one on show was chosen, and is not here yet; null: it won't come. */
  waiting(column: ColumnInfo | null): void;
}

/** Keeps the colours at the chosen column; what is of the model follows the training, and what is of codes the epoch on show. */
export function followColours(panel: Panel, listener: ColoursListener): void {
  const { columns, current, theme, view } = panel;
  let shown: ColumnValues | null = null;
  let controller = new AbortController();
  /** The column that is asked for, until it is here. */
  let asked: string | null = null;
  const show = () => {
    if (shown) listener.colours(shown, colourBy(shown, theme.get().tone, colourChoice(view.get(), shown.name)));
  };
  const values = new Latest(
    (name: string) => {
      asked = name;
      controller = new AbortController();
      return current.column(name, controller.signal);
    },
    (column, name) => {
      asked = null;
      if (name !== view.get().colour) return;
      shown = column;
      show();
    },
    (error) => {
      asked = null;
      listener.waiting(null);
      panel.fail(error);
    },
  );
  const refresh = whileShown(panel, 'space', () => {
    const { colour } = view.get();
    if (colour === null) return;
    values.ask(colour);
    window.setTimeout(() => tellWaiting(colour), patience);
  });
  const tellWaiting = (colour: string) => {
    const info = columns.info(colour);
    if (!info || colour !== view.get().colour) return;
    if (colour !== shown?.name || (asked === colour && isCostly(info))) listener.waiting(info);
  };
  /** What somebody no longer wants to see is not computed to its end. */
  const callOff = () => controller.abort(new UserError('process.cancelled'));
  view.changed(
    (state) => state.colour,
    () => {
      callOff();
      refresh();
      // Back at the column that is on show.
      if (view.get().colour === shown?.name) listener.waiting(null);
    },
  );
  const chosen = () => {
    const { colour } = view.get();
    return colour === null ? [] : [colour];
  };
  current.changed(chosen, (why) => {
    if (why === 'view') callOff();
    refresh();
  });
  theme.changed((state) => state.tone, show);
  // A colour that is being picked is shown at once, and not more often than it is seen.
  const showSoon = oncePerFrame(show);
  view.changed((state) => state.scales, showSoon);
  view.changed((state) => state.ownColours, showSoon);
  refresh();
}
