import { type Control, iconButton } from '../controls';
import { t } from '../l10n';
import type { Panel } from '../panel';

/** Links this panel with others of the same data; there only while there is such a panel. */
export function createLinkToggle({ announce, linked, ui }: Panel): Control {
  const button = iconButton('link', {
    label: t('Link panels of the same data'),
    testid: 'link-toggle',
    onClick: () => ui.set({ linked: !ui.get().linked }),
  });
  ui.watch((state) => state.linked, button.setPressed);
  ui.changed(
    (state) => state.linked,
    (on) => announce(on ? t('This panel is linked with others of the same data.') : t('This panel is linked no more.')),
  );
  linked.peers.watch(
    ({ runs }) => runs.length > 0,
    (isShown) => {
      button.element.hidden = !isShown;
    },
  );
  return button;
}
