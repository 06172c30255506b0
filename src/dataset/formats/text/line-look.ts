/** Lines that are examples of their own are mostly shorter than this. */
const longestTypicalLine = 128;
const fewestLines = 3;
/** Nobody breaks prose into shorter lines. */
const narrowestProse = 40;

/**
 * Does a text, or the first part of one, look like a list, one example per line, and not like prose? Prose has long
 * paragraphs on one line each, or lines that were broken where the next word would not have fitted.
 */
export function looksLikeLines(text: string, isWhole: boolean): boolean {
  // The last line of a part may be cut off.
  const lines = text.split(/\r\n|\r|\n/).slice(0, isWhole ? undefined : -1);
  const filled = lines.filter((line) => line.trim() !== '');
  if (filled.length < fewestLines) return false;
  const lengths = filled.map((line) => line.trimEnd().length).sort((a, b) => a - b);
  const [typical, width] = [0.75, 0.98].map((share) => lengths[Math.floor(share * (lengths.length - 1))]);
  if (typical > longestTypicalLine) return false;
  return width < narrowestProse || brokenShare(lines, width) < 0.5;
}

/** Of the lines with a line below them, the share that had no room for its first word within `width`. */
function brokenShare(lines: readonly string[], width: number): number {
  let followed = 0;
  let broken = 0;
  for (let i = 0; i + 1 < lines.length; i++) {
    const line = lines[i].trimEnd();
    const [word] = lines[i + 1].trimStart().split(/\s/, 1);
    if (line.trim() === '' || word === '') continue;
    followed++;
    if (line.length + 1 + word.length > width) broken++;
  }
  return followed === 0 ? 0 : broken / followed;
}
