import type { ColumnValues } from '../../src/protocol/data';
import type { Colouring, Legend } from '../colouring';
import { categoryTitle, columnTitle } from '../column-names';
import type { PictureLegend } from '../export/legend-shapes';
import { t } from '../l10n';
import type { Panel } from '../panel';
import type { PointsView } from '../scene/points-view';
import type { LegendOrder } from '../state/view-document';
import type { LegendView } from './legend';
import { orderedEntries } from './legend-order';
import { sceneUpdater } from './scene-updater';
import { followColours } from './shown-colours';
import type { Stage } from './stage';
import type { Tooltip } from './tooltip';

interface ColouredParts {
  readonly points: PointsView;
  readonly stage: Stage;
  readonly legend: LegendView;
  readonly tooltip: Tooltip;
}

export interface PointColours {
  /** The first points are in the view: until now there was nothing to colour. */
  begin(): void;
  /** What the colours mean, for a picture; null: there are none yet. */
  pictureLegend(): PictureLegend | null;
}

/** Keeps the points' colours, in grey what is not selected, hides what the filters leave out, and says what colours mean. */
export function createPointColours(panel: Panel, { points, stage, legend, tooltip }: ColouredParts): PointColours {
  const { shown, theme, view } = panel;
  const update = sceneUpdater(points, () => theme.get().tone);
  let now: { readonly column: ColumnValues; readonly colouring: Colouring } | null = null;
  const colour = () => {
    if (!now || stage.epoch === null) return;
    update({ colours: now.colouring.rgb, shown: shown.get().examples, selected: view.get().selection });
    stage.colour(now.column);
  };
  followColours(panel, {
    colours(column, colouring) {
      now = { column, colouring };
      colour();
      legend.show(column, colouring.legend);
      tooltip.setColumn(column);
    },
    waiting: legend.wait,
  });
  shown.changed(
    (state) => state.examples,
    (examples) => update({ shown: examples }),
  );
  view.watch(
    (state) => state.selection,
    (selected) => update({ selected }),
  );
  return {
    begin: colour,
    pictureLegend: () =>
      now && {
        title: columnTitle(now.column),
        legend: withTitles(now.column, now.colouring.legend, view.get().legendOrder),
        others: (count) => t('{0} more', count),
      },
  };
}

/** In the order of the panel's legend, with names for a person in place of those of the split. */
function withTitles(column: ColumnValues, legend: Legend, order: LegendOrder | null): Legend {
  if (legend.kind === 'gradient') return legend;
  const entries = orderedEntries(legend.entries, order).entries.map((entry) => ({
    ...entry,
    name: categoryTitle(column, entry.name),
  }));
  return { ...legend, entries };
}
