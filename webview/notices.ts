import { iconButton } from './controls';
import { h } from './dom';
import { icon } from './icons';
import { t, type Words } from './l10n';

export interface Notices {
  readonly element: HTMLElement;
  /** The same sentence is shown once, however often it comes. */
  show(words: Words): void;
}

/** Sentences across the top that stay until they are dismissed. */
export function createNotices(): Notices {
  const shown = new Set<string>();
  const element = h('div', { class: 'notices', role: 'status', testid: 'notices' });
  return {
    element,
    show({ text, full }) {
      if (shown.has(full)) return;
      shown.add(full);
      const dismiss = iconButton('close', {
        label: t('Dismiss'),
        testid: 'notice-dismiss',
        onClick: () => {
          banner.remove();
          shown.delete(full);
        },
      });
      const banner = h(
        'div',
        { class: 'notice', testid: 'notice' },
        icon('warning'),
        h('span', { title: full }, text),
        dismiss.element,
      );
      element.append(banner);
    },
  };
}
