import { iconButton } from '../controls';
import { h } from '../dom';
import { t } from '../l10n';
import type { Panel } from '../panel';

/** What dragging over the points does: each tool's key is in its tooltip. */
export function createToolButtons({ ui }: Panel): HTMLElement {
  const button = (tool: 'orbit' | 'box' | 'lasso' | 'brush', label: string) => {
    const { element, setPressed } = iconButton(tool, {
      label,
      testid: `tool-${tool}`,
      onClick: () => ui.set({ tool }),
    });
    ui.watch(
      (state) => state.tool,
      (chosen) => setPressed(chosen === tool),
    );
    return element;
  };
  return h(
    'span',
    { class: 'toolbar-buttons', role: 'group', 'aria-label': t('Tools') },
    button('orbit', t('Orbit (O)')),
    button('box', t('Select by a box (B)')),
    button('lasso', t('Select by a lasso (L)')),
    button('brush', t('Select by a brush (R)')),
  );
}
