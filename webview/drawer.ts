import './drawer.css';
import { iconButton } from './controls';
import { h } from './dom';

export interface DrawerOptions {
  readonly id: string;
  readonly title: string;
  /** What the button to close it says. */
  readonly closing: string;
  readonly close: () => void;
}

/** What stands beside the points, below a title and a button that closes it. The body scrolls. */
export function createDrawer(
  { id, title, closing, close }: DrawerOptions,
  above: readonly HTMLElement[],
  ...body: readonly HTMLElement[]
): HTMLElement {
  const button = iconButton('close', { label: closing, testid: `${id}-close`, onClick: close });
  return h(
    'aside',
    { class: 'drawer', id, 'aria-label': title, testid: id },
    h('header', { class: 'drawer-head' }, h('h2', {}, title), button.element),
    ...above,
    h('div', { class: 'drawer-body' }, ...body),
  );
}
