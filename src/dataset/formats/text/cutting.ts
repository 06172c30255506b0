import type { Task } from '../../../task';
import { type CharacterEncoding, readText } from './character-encoding';

/** How a text becomes examples. Both keep all characters in order; a line end is one character, U+000A. */
export interface Cutting {
  /** lines: each line that is not blank is an example. windows: each `length` characters are one, whatever they are. */
  readonly mode: 'lines' | 'windows';
  /** Characters per example: code points. What a line has beyond is left out. */
  readonly length: number;
}

/** One example. */
export interface CutExample {
  /** Its characters as code points; valid until the next example. */
  readonly characters: Uint32Array;
  /** How many there were before it was cut to its length. */
  readonly whole: number;
  /** The line, from 1, on which it begins. */
  readonly line: number;
}

const lineFeed = 10;
const carriageReturn = 13;

/**
 * Cuts a text into examples, at most `limit`. They come by pieces of the text, each of which is to be gone through before
 * the next. @throws UserError as `readText`.
 */
export async function* cutText(
  path: string,
  encoding: CharacterEncoding,
  cutting: Cutting,
  limit: number,
  task: Task,
): AsyncGenerator<Iterable<CutExample>> {
  const cutter = new Cutter(cutting, limit);
  for await (const text of readText(path, encoding, task)) {
    yield cutter.cut(text);
    if (cutter.examples >= limit) return;
  }
  yield cutter.finish();
}

class Cutter {
  examples = 0;
  private readonly characters: Uint32Array;
  /** Characters of the example under way. */
  private whole = 0;
  private blank = true;
  private line = 1;
  private beginsOn = 1;
  private afterReturn = false;

  constructor(
    private readonly cutting: Cutting,
    private readonly limit: number,
  ) {
    this.characters = new Uint32Array(cutting.length);
  }

  *cut(text: string): Generator<CutExample> {
    for (const character of text) {
      if (this.examples >= this.limit) return;
      const point = character.codePointAt(0)!;
      const isSecond = point === lineFeed && this.afterReturn;
      this.afterReturn = point === carriageReturn;
      // A line feed after a carriage return is the same line end.
      if (!isSecond && this.ends(this.afterReturn ? lineFeed : point)) yield* this.finish();
    }
  }

  /** The example under way, unless there is nothing in it. */
  *finish(): Generator<CutExample> {
    const { mode, length } = this.cutting;
    if (mode === 'windows' ? this.whole > 0 : !this.blank) {
      this.examples++;
      const characters = this.characters.subarray(0, Math.min(this.whole, length));
      yield { characters, whole: this.whole, line: this.beginsOn };
    }
    this.whole = 0;
    this.blank = true;
    this.beginsOn = this.line;
  }

  /** Takes a character. Does the example end with it? */
  private ends(point: number): boolean {
    const { mode, length } = this.cutting;
    if (point === lineFeed) {
      this.line++;
      if (mode === 'lines') return true;
    }
    if (this.whole < length) this.characters[this.whole] = point;
    this.whole++;
    if (this.blank && !isSpace(point)) this.blank = false;
    return mode === 'windows' && this.whole === length;
  }
}

/** White space as Unicode has it, and control characters. */
function isSpace(point: number): boolean {
  return point <= 32 || (point >= 0x80 && /\s/u.test(String.fromCodePoint(point)));
}
