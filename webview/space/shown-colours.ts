import type { ColumnValues } from '../../src/protocol/data';
import { type Colouring, colourBy } from '../colouring';
import { Latest } from '../latest';
import { type Panel, whileShown } from '../panel';

/** Keeps the colours at the chosen column; measures follow the training. */
export function followColours(panel: Panel, onColours: (column: ColumnValues, colouring: Colouring) => void): void {
  const { columns, session, theme, view } = panel;
  let shown: ColumnValues | null = null;
  const show = () => {
    if (shown) onColours(shown, colourBy(shown, theme.get().tone));
  };
  const values = new Latest(
    (name: string) => columns.get(name),
    (column, name) => {
      if (name !== view.get().colour) return;
      shown = column;
      show();
    },
    panel.fail,
  );
  const refresh = whileShown(panel, 'space', () => {
    const { colour } = view.get();
    if (colour !== null) values.ask(colour);
  });
  view.changed((state) => state.colour, refresh);
  session.changed(
    (state) => state.frames,
    () => {
      if (columns.info(view.get().colour)?.role === 'measure') refresh();
    },
  );
  theme.changed((state) => state.tone, show);
  refresh();
}
