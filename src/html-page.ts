import { contentSecurityPolicy } from './content-security-policy';
import { languageElement, type PanelLanguage } from './protocol/panel';

interface HtmlPage {
  readonly title: string;
  /** Of this page alone. */
  readonly nonce: string;
  readonly language: PanelLanguage;
  /** Style sheets and scripts, in their order. */
  readonly styles: readonly string[];
  readonly scripts: readonly string[];
}

/** A page that has all in itself, up to where its scripts begin, and from there on. */
export function htmlPage({ title, nonce, language, styles, scripts }: HtmlPage): { begin: string; end: string } {
  const begin = `<!DOCTYPE html>
<html lang="${escaped(language.locale)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy(nonce)}">
<meta property="csp-nonce" content="${nonce}">
<meta name="viewport" content="width=device-width, initial-scale=1">
${styles.map((text) => `<style nonce="${nonce}">${text}</style>`).join('\n')}
<title>${escaped(title)}</title>
</head>
<body>
<script nonce="${nonce}" type="application/json" id="${languageElement}">${asJson(language)}</script>
`;
  const end = `${scripts.map((text) => `<script nonce="${nonce}">${text}</script>`).join('\n')}
</body>
</html>`;
  return { begin, end };
}

/** JSON that cannot end the element that it stands in. */
function asJson(value: object): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
