import type { PathPoint } from '../../src/protocol/paths';
import { t } from '../l10n';
import { select } from '../native-controls';
import type { Panel } from '../panel';
import { cursorParams } from '../space/cursor-code';

type Around = 'mean' | 'pinned' | 'cursor' | 'selection';

/**
 * Which code: the mean of all, the pinned example's, the cursor's.
 * @param withSelection Also what is selected, which is several.
 */
export function createAroundChoice(
  panel: Panel,
  testid: string,
  refresh: () => void,
  { label = t('Around'), withSelection = false }: { readonly label?: string; readonly withSelection?: boolean } = {},
) {
  const { host, view } = panel;
  const choice = select<Around>(label, testid, []);
  const offer = () => {
    const { cursor, pinned, selection } = view.get();
    choice.offer([
      { value: 'mean', label: t('The mean of all codes') },
      ...(pinned === null ? [] : [{ value: 'pinned' as const, label: t('The pinned example') }]),
      ...(withSelection && selection ? [{ value: 'selection' as const, label: t('The selection') }] : []),
      ...(cursor.on ? [{ value: 'cursor' as const, label: t('The cursor') }] : []),
    ]);
  };
  choice.input.addEventListener('change', refresh);
  /** What is chosen may be gone, or another. */
  const follow = (around: Around) => () => {
    const before = choice.value;
    offer();
    if (before === around) refresh();
  };
  offer();
  view.changed((state) => state.pinned, follow('pinned'));
  view.changed((state) => state.cursor, follow('cursor'));
  view.changed((state) => state.selection, follow('selection'));
  return {
    element: choice.element,
    get value() {
      return choice.value;
    },
    /** Absent: the mean of all codes. */
    async point(): Promise<{ readonly around?: PathPoint }> {
      const { pinned } = view.get();
      if (choice.value === 'pinned' && pinned !== null) return { around: { example: pinned } };
      const cursor = choice.value === 'cursor' ? cursorParams(panel) : null;
      return cursor ? { around: { code: (await host.call('decode', cursor)).z } } : {};
    },
  };
}
