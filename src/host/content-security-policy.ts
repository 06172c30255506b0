/**
 * What a webview's page may do: run and style itself by files of the extension, and nothing from anywhere else.
 *
 * @param source The webview's `cspSource`.
 * @param nonce Of this page alone.
 */
export function contentSecurityPolicy(source: string, nonce: string): string {
  return [
    `default-src 'none'`,
    // These do not fall back to the default: relative addresses stay the page's own, and nothing is sent by a form.
    `base-uri 'none'`,
    `form-action 'none'`,
    `script-src 'nonce-${nonce}'`,
    // The thread that draws points comes with the bundle, as text.
    `worker-src blob:`,
    // The nonce lets the toolkit's controls try out `:focus-visible`; they find it in the meta element.
    `style-src ${source} 'nonce-${nonce}'`,
    `font-src ${source}`,
    `img-src ${source} blob: data:`,
  ].join('; ');
}
