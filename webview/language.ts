import { languageElement, type PanelLanguage } from '../src/protocol/panel';
import { setLanguage } from './l10n';

/** Takes the language that the host has written into the page. */
export function readLanguage(): void {
  const written = document.getElementById(languageElement)?.textContent;
  if (!written) return;
  setLanguage(JSON.parse(written) as PanelLanguage);
}
