import { readCodePoints, type Utf8Texts } from '../../bytes/utf8-texts';

/** The longest that an example becomes unless a person asks for more. */
export const longestUsual = 128;
/** Examples fit their length, but for this share of them. */
const outliers = 0.01;

/** What characters examples of text hold, and how long they are. */
export class CharacterCounts {
  private readonly perPoint = new Uint32Array(0x110000);
  private readonly perLength = new Map<number, number>();

  /** Code points of an example, which has `whole` of them and maybe not all of these, and occurs so many `times`. */
  add(characters: Uint32Array, whole: number, times = 1): void {
    for (let i = 0; i < characters.length; i++) this.perPoint[characters[i]] += times;
    this.perLength.set(whole, (this.perLength.get(whole) ?? 0) + times);
  }

  /** Characters of whole texts. */
  addTexts({ bytes, starts, ends }: Utf8Texts): void {
    const { perPoint } = this;
    let points = new Uint32Array(0);
    for (let i = 0; i < starts.length; i++) {
      const end = ends[i];
      let at = starts[i];
      while (at < end && bytes[at] < 0x80) perPoint[bytes[at++]]++;
      let whole = at - starts[i];
      if (at < end) {
        if (points.length < end - at) points = new Uint32Array(2 * (end - at));
        const count = readCodePoints(bytes, at, end, points);
        for (let j = 0; j < count; j++) perPoint[points[j]]++;
        whole += count;
      }
      this.perLength.set(whole, (this.perLength.get(whole) ?? 0) + 1);
    }
  }

  /** How often each character occurs, by code point. */
  occurrences(): Map<number, number> {
    const found = new Map<number, number>();
    for (let point = 0; point < this.perPoint.length; point++) {
      if (this.perPoint[point] > 0) found.set(point, this.perPoint[point]);
    }
    return found;
  }

  /** Characters of the longest example. */
  get longest(): number {
    let longest = 0;
    for (const length of this.perLength.keys()) longest = Math.max(longest, length);
    return longest;
  }

  longerThan(length: number): number {
    return [...this.perLength].reduce((total, [whole, count]) => (whole > length ? total + count : total), 0);
  }

  /** The length that all examples but the outliers have at most, and which is not unusual; at least 1. */
  usualLength(): number {
    const beyond = outliers * this.longerThan(-1);
    let longer = 0;
    for (const [length, count] of [...this.perLength].sort(([a], [b]) => b - a)) {
      longer += count;
      if (longer > beyond) return Math.min(longestUsual, Math.max(1, length));
    }
    return 1;
  }
}
