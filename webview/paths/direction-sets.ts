import type { ColumnValues } from '../../src/protocol/data';
import { Bits } from '../data/bits';
import { t } from '../l10n';
import { select } from '../native-controls';
import type { Panel } from '../panel';

/** More categories than these are no list that anyone reads through. */
const mostCategories = 200;

/**
 * Two sets of examples, each chosen among what is selected, what is kept by name, and the categories of the label; the second one also
 * as all that are not in the first.
 */
export function createDirectionSets(panel: Panel, refresh: () => void) {
  const { columns, session, view } = panel;
  const { examples, label } = session.get().run.record.data;
  const first = select('A', 'direction-a', []);
  const second = select('B', 'direction-b', []);
  let labels: ColumnValues | null = null;

  const offer = () => {
    const { named, selection } = view.get();
    const sets = [
      ...(selection ? [{ value: 'selection', label: t('The selection') }] : []),
      ...named
        .filter(({ examples: own }) => own.length === examples)
        .map(({ name }) => ({ value: `named ${name}`, label: name })),
      ...(labels?.categories ?? [])
        .slice(0, mostCategories)
        .map((category, code) => ({ value: `category ${code}`, label: `${labels?.name} = ${category}` })),
    ];
    first.offer([{ value: '', label: t('Choose…') }, ...sets]);
    second.offer([{ value: 'others', label: t('All others') }, ...sets]);
  };
  const setOf = (value: string): Bits | null => {
    const { named, selection } = view.get();
    if (value === 'selection') return selection;
    const [, kind, which] = /^(named|category) (.*)$/s.exec(value) ?? [];
    if (kind === 'named') return named.find(({ name }) => name === which)?.examples ?? null;
    const values = labels?.values;
    return kind === 'category' && values ? Bits.where(examples, (index) => values[index] === Number(which)) : null;
  };
  for (const { input } of [first, second]) input.addEventListener('change', refresh);
  view.watch((state) => state.named, offer);
  view.changed(
    (state) => state.selection,
    () => {
      offer();
      if ([first.value, second.value].includes('selection')) refresh();
    },
  );
  const info = label === undefined ? undefined : columns.info(label);
  if (info?.type === 'category')
    void columns.get(info.name).then((values) => {
      labels = values;
      offer();
    }, panel.fail);
  return {
    elements: [first.element, second.element],
    /** From the second to the first, for a person. */
    get name() {
      const [a, b] = [first, second].map(({ input }) => input.selectedOptions[0]?.label ?? '');
      return t('{0} − {1}', a, b);
    },
    /** Null where the first is not chosen, or gone. */
    sets(): { readonly a: Bits; readonly b: Bits } | null {
      const a = setOf(first.value);
      const b = second.value === 'others' ? (a?.not() ?? null) : setOf(second.value);
      return a && b ? { a, b } : null;
    },
  };
}
