import './drawer-strip.css';
import type { PanelMethods } from '../../src/protocol/panel';
import { isDiscrete } from '../../src/protocol/posteriors';
import { iconButton } from '../controls';
import { h } from '../dom';
import type { IconName } from '../icons';
import { t } from '../l10n';
import { needs } from '../needs';
import type { Panel } from '../panel';
import type { DrawerName } from '../state/ui';

interface Entry {
  readonly id: DrawerName;
  readonly icon: IconName;
  readonly label: string;
  /** What the host must offer for it. */
  readonly needs?: keyof PanelMethods;
}

/** What can stand open beside the points, in a strip of buttons at their edge. */
export function createDrawerStrip({ session, ui }: Panel): HTMLElement {
  const { model } = session.get().run.record.config;
  const entries: readonly Entry[] = [
    { id: 'histograms', icon: 'histograms', label: t('Histograms') },
    { id: 'dimensions', icon: 'dimensions', label: t('Dimensions') },
    ...(isDiscrete(model) ? [{ id: 'codes', icon: 'codes', label: t('Codes'), needs: 'codeLists' } as const] : []),
    { id: 'prior', icon: 'overlap', label: t('Prior and codes'), needs: 'priorFit' },
    { id: 'paths', icon: 'path', label: t('Paths'), needs: 'path' },
    { id: 'byEpoch', icon: 'byEpoch', label: t('By epoch'), needs: 'byEpoch' },
    { id: 'compare', icon: 'compare', label: t('Compare'), needs: 'compare' },
    { id: 'failures', icon: 'warning', label: t('Failures'), needs: 'failures' },
    { id: 'measures', icon: 'measures', label: t('Measures'), needs: 'measure' },
    { id: 'given', icon: 'encode', label: t('Encode…'), needs: 'encodeGiven' },
  ];
  const button = ({ id, icon, label, needs: method }: Entry) => {
    const { element, setPressed } = iconButton(icon, {
      label,
      testid: `${id}-toggle`,
      onClick: () => ui.set({ drawer: ui.get().drawer === id ? null : id }),
    });
    element.setAttribute('aria-controls', id);
    ui.watch(
      (state) => state.drawer === id,
      (open) => {
        setPressed(open);
        element.setAttribute('aria-expanded', String(open));
      },
    );
    return method === undefined ? element : needs(element, method);
  };
  return h(
    'div',
    { class: 'drawer-strip', role: 'group', 'aria-label': t('Beside the points') },
    ...entries.map(button),
  );
}
