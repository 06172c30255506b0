import type { Panel } from '../panel';
import type { Way } from '../state/ui';

/** Which part of the drawer is seen; null: none. */
export function shownWay({ ui }: Pick<Panel, 'ui'>): Way | null {
  const { drawer, ways } = ui.get();
  return drawer === 'paths' ? ways : null;
}

/** Calls back whenever a part of the drawer comes in sight or goes out of it, and once at the beginning. */
export function whenShown({ ui }: Pick<Panel, 'ui'>, way: Way, listener: (shown: boolean) => void): void {
  ui.watch(({ drawer, ways }) => drawer === 'paths' && ways === way, listener);
}
