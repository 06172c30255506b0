import type { Task } from '../task';
import { type CharacterEncoding, readText } from './character-encoding';

/** How a text becomes examples. Both keep all characters in order; a line end is one character, U+000A. */
export interface Cutting {
  /** lines: each line that is not blank is an example. windows: each `length` characters are one, whatever they are. */
  readonly mode: 'lines' | 'windows';
  /** Characters per example: code points. What a line has beyond is left out. */
  readonly length: number;
}

/**
 * Hears of an example: its characters as code points (the first `count`; valid until the next example), how many there
 * were before it was cut to its length, and the line, from 1, on which it begins.
 */
export type ExampleVisitor = (characters: Uint32Array, count: number, whole: number, line: number) => void;

const lineFeed = 10;
const carriageReturn = 13;

/** Cuts a text into examples, at most `limit`. Returns how many there are. @throws UserError as `readText`. */
export async function visitExamples(
  path: string,
  encoding: CharacterEncoding,
  cutting: Cutting,
  limit: number,
  visit: ExampleVisitor,
  task: Task,
): Promise<number> {
  const cutter = new Cutter(cutting, visit);
  for await (const text of readText(path, encoding, task)) {
    cutter.add(text, limit);
    if (cutter.examples >= limit) return cutter.examples;
  }
  cutter.finish();
  return cutter.examples;
}

class Cutter {
  examples = 0;
  private readonly characters: Uint32Array;
  private whole = 0;
  private blank = true;
  private line = 1;
  private beginsOn = 1;
  private afterReturn = false;

  constructor(
    private readonly cutting: Cutting,
    private readonly visit: ExampleVisitor,
  ) {
    this.characters = new Uint32Array(cutting.length);
  }

  add(text: string, limit: number): void {
    for (const character of text) {
      const point = character.codePointAt(0)!;
      if (this.examples >= limit) return;
      if (point === lineFeed && this.afterReturn) this.afterReturn = false;
      else {
        this.afterReturn = point === carriageReturn;
        this.take(this.afterReturn ? lineFeed : point);
      }
    }
  }

  finish(): void {
    if (this.whole > 0) this.end();
  }

  private take(point: number): void {
    const { mode, length } = this.cutting;
    if (mode === 'lines' && point === lineFeed) {
      this.line++;
      this.end();
      return;
    }
    if (this.whole < length) this.characters[this.whole] = point;
    this.whole++;
    if (!isSpace(point)) this.blank = false;
    if (point === lineFeed) this.line++;
    if (mode === 'windows' && this.whole === length) this.end();
  }

  private end(): void {
    const { mode, length } = this.cutting;
    if (mode === 'windows' || !this.blank) {
      this.examples++;
      this.visit(this.characters, Math.min(this.whole, length), this.whole, this.beginsOn);
    }
    this.whole = 0;
    this.blank = true;
    this.beginsOn = this.line;
  }
}

/** White space of ASCII, and U+00A0, U+2028, U+3000 and their like. */
function isSpace(point: number): boolean {
  if (point <= 32) return true;
  return (
    point === 0xa0 ||
    point === 0x1680 ||
    (point >= 0x2000 && point <= 0x200a) ||
    point === 0x2028 ||
    point === 0x2029 ||
    point === 0x202f ||
    point === 0x205f ||
    point === 0x3000
  );
}
