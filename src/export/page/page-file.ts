import { randomBytes } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { deflateRaw } from 'node:zlib';
import { htmlPage } from '../../html-page';
import { contentElement, type PageContent } from '../../page/content';
import { pack } from '../../page/pack';
import type { PageLanguage } from '../../protocol/page';
import { trainerProgram } from '../../runtime/trainer-program';

export const deflated = promisify(deflateRaw);

/** What makes a page, in its order: the colours that an editor would give, the panel; its host, the panel. */
const styles = ['page.css', 'webview.css'];
const scripts = ['page.js', 'webview.js'];

/** Bytes that become base64 at once: three become four characters. */
const pieceBytes = 3 * 2 ** 18;

/** The text of a page with all in it. */
export async function* pageFile(content: PageContent, language: PageLanguage): AsyncGenerator<Uint8Array> {
  const { begin, end } = htmlPage({
    title: content.run.record.name,
    nonce: randomBytes(16).toString('base64'),
    language: { ...language, folders: [] },
    styles: await bundles(styles),
    scripts: await bundles(scripts),
  });
  yield Buffer.from(`${begin}<script type="text/plain" id="${contentElement}">`);
  const bytes = await deflated(pack(content));
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    yield Buffer.from(bytes.subarray(at, at + pieceBytes).toString('base64'));
  }
  yield Buffer.from(`</script>\n${end}\n`);
}

/** Bytes of a page with nothing in it. */
export async function emptyPageBytes(): Promise<number> {
  const sizes = await Promise.all([...styles, ...scripts].map(async (name) => (await stat(bundlePath(name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

function bundles(names: readonly string[]): Promise<string[]> {
  return Promise.all(names.map((name) => readFile(bundlePath(name), 'utf8')));
}

function bundlePath(name: string): string {
  return join(dirname(trainerProgram()), name);
}
