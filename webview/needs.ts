import type { PanelMethods } from '../src/protocol/panel';

type Method = keyof PanelMethods;

/** Says what a control calls: it is not there where the host does not have that. */
export function needs<E extends HTMLElement>(element: E, method: Method): E {
  element.dataset.needs = method;
  return element;
}

/** Hides all that needs a method which the host does not have, whenever it is made. @param offers Absent: it has all. */
export function hideWhatIsMissing(offers: readonly Method[] | undefined): void {
  if (offers === undefined) return;
  const offered = offers.map((method) => `[data-needs="${method}"]`).join(', ');
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`[data-needs]:not(${offered}) { display: none !important; }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
