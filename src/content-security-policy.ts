/**
 * What a webview's page may do: run and style itself by what stands in it, and nothing from anywhere else.
 *
 * @param nonce Of this page alone.
 */
export function contentSecurityPolicy(nonce: string): string {
  return [
    `default-src 'none'`,
    // These do not fall back to the default: relative addresses stay the page's own, and nothing is sent by a form.
    `base-uri 'none'`,
    `form-action 'none'`,
    `script-src 'nonce-${nonce}'`,
    // The thread that draws points comes with the bundle, as text.
    `worker-src blob:`,
    // The nonce also lets the toolkit's controls try out `:focus-visible`; they find it in the meta element.
    `style-src 'nonce-${nonce}'`,
    `img-src blob: data:`,
  ].join('; ');
}
