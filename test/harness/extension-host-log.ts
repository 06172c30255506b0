/** The console of an extension host carries the editor's lines, too: those of tests bear a mark. */
const mark = 'test| ';

export function markTestLine(text: string): string {
  return text.replace(/^/gm, mark);
}

/** The text without its marks; undefined where it is none of a test. */
export function readTestLine(text: string): string | undefined {
  return text.startsWith(mark) ? text.replaceAll(new RegExp(`^${mark.replace('|', '\\|')}`, 'gm'), '') : undefined;
}
