import type { ColumnLayout } from '../../src/protocol/column-layout';
import type { ColumnInfo } from '../../src/protocol/data';
import { dropdown } from '../controls';
import { h } from '../dom';
import { t } from '../l10n';

type Columns = ColumnLayout['columns'];

export interface ColumnChoice {
  readonly element: HTMLElement;
  /** What it begins with; null: there are too few columns to choose from. */
  readonly first: Columns | null;
  /** @param columns Null: other axes are on show. */
  show(columns: Columns | null): void;
}

/** That there is no third axis. */
const none = '-1';

/** Which columns are the axes: two, or three. */
export function createColumnChoice(offered: readonly ColumnInfo[], onChange: (columns: Columns) => void): ColumnChoice {
  const options = offered.map(({ name }, at) => ({ value: String(at), label: name }));
  const placeOf = (name: string | undefined) => String(offered.findIndex((column) => column.name === name));
  const [x, y] = offered;
  const first: Columns | null = x && y ? [x.name, y.name] : null;
  const labels = first ? [t('First axis'), t('Second axis'), t('Third axis')] : [];
  let shown: Columns | null = first;
  const lists = labels.map((label, position) =>
    dropdown({
      label,
      testid: `column-axis-${position}`,
      hideLabel: true,
      options: position < 2 ? options : [...options, { value: none, label: t('None') }],
      value: placeOf(shown?.[position]),
      onChange: (value) => {
        const [one, two, three] = [0, 1, 2].map((at) => (at === position ? offered[Number(value)]?.name : shown?.[at]));
        if (one !== undefined && two !== undefined) onChange(three === undefined ? [one, two] : [one, two, three]);
      },
    }),
  );
  const element = h('span', { class: 'axes column-axes', testid: 'column-axes' }, ...lists.map((list) => list.element));
  element.hidden = true;
  return {
    element,
    first,
    show(columns) {
      element.hidden = columns === null;
      if (columns === null) return;
      shown = columns;
      for (const [position, list] of lists.entries()) list.value = placeOf(columns[position]);
    },
  };
}
