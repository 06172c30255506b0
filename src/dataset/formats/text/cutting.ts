import type { Task } from '../../../task';
import type { ReadSymbols } from '../../examples/text/vocabulary';
import { type CharacterEncoding, readText } from './character-encoding';
import { SymbolCutter } from './symbol-cutter';

/** How a text becomes examples. Both keep all of it in order; a line end is one character, U+000A. */
export interface Cutting {
  /** lines: each line that is not blank is an example. windows: each `length` symbols are one, whatever they are. */
  readonly mode: 'lines' | 'windows';
  /** Symbols per example. What a line has beyond is left out. */
  readonly length: number;
}

/** One example. */
export interface CutExample {
  /** Its symbols, valid until the next example: characters as code points, or the codes of others. */
  readonly symbols: Uint32Array;
  /** How many there were before it was cut to its length. */
  readonly whole: number;
  /** The line, from 1, on which it begins. */
  readonly line: number;
}

const lineFeed = 10;
const carriageReturn = 13;

/**
 * Cuts a text into examples, at most `limit`. They come by pieces of the text, each of which is to be gone through before
 * the next. @param read What symbols are; characters without it. @throws UserError as `readText`.
 */
export async function* cutText(
  path: string,
  encoding: CharacterEncoding,
  cutting: Cutting,
  limit: number,
  task: Task,
  read?: ReadSymbols,
): AsyncGenerator<Iterable<CutExample>> {
  const cutter = read ? new SymbolCutter(cutting, limit, read) : new CharacterCutter(cutting, limit);
  for await (const text of readText(path, encoding, task)) {
    yield cutter.cut(text);
    if (cutter.examples >= limit) return;
  }
  yield cutter.finish();
}

class CharacterCutter {
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
      yield { symbols: characters, whole: this.whole, line: this.beginsOn };
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
