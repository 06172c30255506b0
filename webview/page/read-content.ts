import { contentElement, type PageContent, pageFormat } from '../../src/page/content';
import { unpack } from '../../src/page/pack';
import { UserError } from '../../src/protocol/errors';

/** Characters of base64 that become bytes at once: four become three. */
const pieceLength = 4 * 2 ** 18;

/** What the page holds. @throws UserError page.unreadable */
export async function readContent(): Promise<PageContent> {
  try {
    const element = document.getElementById(contentElement);
    const text = element?.textContent ?? '';
    element?.remove();
    const inflated = new Blob([bytesOf(text)]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    const content = unpack(new Uint8Array(await new Response(inflated).arrayBuffer())) as PageContent;
    if (content.format !== pageFormat) throw new Error(`format ${content.format}`);
    return content;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError('page.unreadable', { reason }, { cause: error });
  }
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((base64.length / 4) * 3 - padding);
  let at = 0;
  for (let begin = 0; begin < base64.length; begin += pieceLength) {
    const piece = atob(base64.slice(begin, begin + pieceLength));
    for (let i = 0; i < piece.length; i++) bytes[at++] = piece.charCodeAt(i);
  }
  return bytes;
}
