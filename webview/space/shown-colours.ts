import type { ColumnInfo, ColumnValues } from '../../src/protocol/data';
import { colourChoice } from '../colour/chosen-colours';
import { type Colouring, colourBy } from '../colouring';
import { isOfModel } from '../column-cache';
import { oncePerFrame } from '../dom';
import { Latest } from '../latest';
import { type Panel, whileShown } from '../panel';

/** A column that is here sooner needs no word about it, ms. */
const patience = 150;

export interface ColoursListener {
  colours(column: ColumnValues, colouring: Colouring): void;
  /** Another column than the one on show was chosen, and is not here yet; null: it won't come. */
  waiting(column: ColumnInfo | null): void;
}

/** Keeps the colours at the chosen column; measures follow the training. */
export function followColours(panel: Panel, listener: ColoursListener): void {
  const { columns, session, theme, view } = panel;
  let shown: ColumnValues | null = null;
  const show = () => {
    if (shown) listener.colours(shown, colourBy(shown, theme.get().tone, colourChoice(view.get(), shown.name)));
  };
  const values = new Latest(
    (name: string) => columns.get(name),
    (column, name) => {
      if (name !== view.get().colour) return;
      shown = column;
      show();
    },
    (error) => {
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
    if (info && colour === view.get().colour && colour !== shown?.name) listener.waiting(info);
  };
  view.changed((state) => state.colour, refresh);
  session.changed(
    (state) => state.frames,
    () => {
      if (isOfModel(columns.info(view.get().colour ?? null))) refresh();
    },
  );
  theme.changed((state) => state.tone, show);
  // A colour that is being picked is shown at once, and not more often than it is seen.
  const showSoon = oncePerFrame(show);
  view.changed((state) => state.scales, showSoon);
  view.changed((state) => state.ownColours, showSoon);
  refresh();
}
