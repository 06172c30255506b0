import type { ReadSymbols } from '../../examples/text/vocabulary';
import type { CutExample, Cutting } from './cutting';
import { type LinePart, LineParts } from './line-parts';

/** Cuts a text that comes in pieces into examples of so many symbols. */
export class SymbolCutter {
  examples = 0;
  private readonly lines = new LineParts();
  private readonly symbols: Uint32Array;
  /** Symbols of the example under way. */
  private whole = 0;
  private blank = true;
  private line = 1;
  private beginsOn = 1;

  constructor(
    private readonly cutting: Cutting,
    private readonly limit: number,
    private readonly read: ReadSymbols,
  ) {
    this.symbols = new Uint32Array(cutting.length);
  }

  *cut(text: string): Generator<CutExample> {
    for (const part of this.lines.of(text)) yield* this.take(part);
  }

  /** The example under way, unless there is nothing in it. */
  *finish(): Generator<CutExample> {
    for (const part of this.lines.finish()) yield* this.take(part);
    yield* this.end();
  }

  private *take({ text, ends }: LinePart): Generator<CutExample> {
    if (text.trim() !== '') this.blank = false;
    yield* this.add(text);
    if (!ends) return;
    this.line++;
    yield* this.cutting.mode === 'lines' ? this.end() : this.add('\n');
  }

  private *add(text: string): Generator<CutExample> {
    const { mode, length } = this.cutting;
    for (const symbol of this.read(text)) {
      if (this.examples >= this.limit) return;
      if (this.whole < length) this.symbols[this.whole] = symbol;
      this.whole++;
      if (mode === 'windows' && this.whole === length) yield* this.end();
    }
  }

  private *end(): Generator<CutExample> {
    const { mode, length } = this.cutting;
    const isFull = mode === 'windows' ? this.whole > 0 : !this.blank;
    if (isFull && this.examples < this.limit) {
      this.examples++;
      const symbols = this.symbols.subarray(0, Math.min(this.whole, length));
      yield { symbols, whole: this.whole, line: this.beginsOn };
    }
    this.whole = 0;
    this.blank = true;
    this.beginsOn = this.line;
  }
}
