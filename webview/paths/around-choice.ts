import type { PathPoint } from '../../src/protocol/paths';
import { t } from '../l10n';
import { select } from '../native-controls';
import type { Panel } from '../panel';
import { cursorParams } from '../space/cursor-code';

type Around = 'mean' | 'pinned' | 'cursor';

/** What the dimensions are that nothing goes along: of which code. */
export function createAroundChoice(panel: Panel, testid: string, refresh: () => void) {
  const { host, view } = panel;
  const choice = select<Around>(t('Around'), testid, []);
  const offer = () => {
    const { cursor, pinned } = view.get();
    choice.offer([
      { value: 'mean', label: t('The mean of all codes') },
      ...(pinned === null ? [] : [{ value: 'pinned' as const, label: t('The pinned example') }]),
      ...(cursor.on ? [{ value: 'cursor' as const, label: t('The cursor') }] : []),
    ]);
  };
  choice.input.addEventListener('change', refresh);
  view.watch(
    (state) => state.pinned,
    () => {
      const before = choice.value;
      offer();
      if (before === 'pinned') refresh();
    },
  );
  view.changed(
    (state) => state.cursor,
    () => {
      const before = choice.value;
      offer();
      if (before === 'cursor') refresh();
    },
  );
  return {
    element: choice.element,
    /** Absent: the mean of all codes. */
    async point(): Promise<{ readonly around?: PathPoint }> {
      const { pinned } = view.get();
      if (choice.value === 'pinned' && pinned !== null) return { around: { example: pinned } };
      const cursor = choice.value === 'cursor' ? cursorParams(panel) : null;
      return cursor ? { around: { code: (await host.call('decode', cursor)).z } } : {};
    },
  };
}
