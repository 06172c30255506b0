/** Some of a line, which may be all of it. */
export interface LinePart {
  readonly text: string;
  /** The line ends with it. */
  readonly ends: boolean;
}

/** More of a line is handed on before its end has come. */
const longestPart = 1 << 16;

/** Takes a text that comes in pieces apart into lines, of which long ones come in parts that are cut before a space. */
export class LineParts {
  /** What belongs to the pieces that come. */
  private held = '';

  *of(text: string): Generator<LinePart> {
    const whole = this.held + text;
    // A carriage return at the end may be the first half of a line end.
    const end = whole.endsWith('\r') ? whole.length - 1 : whole.length;
    const lines = whole.slice(0, end).split(/\r\n|\r|\n/);
    const last = lines.pop()!;
    for (const line of lines) yield* parts(line, true);
    this.held = last + whole.slice(end);
    if (last.length <= longestPart) return;
    const cut = lastCut(last);
    yield* parts(last.slice(0, cut), false);
    this.held = this.held.slice(cut);
  }

  /** What is left at the end of the text. */
  *finish(): Generator<LinePart> {
    const ends = this.held.endsWith('\r');
    const text = ends ? this.held.slice(0, -1) : this.held;
    this.held = '';
    yield* parts(text, ends);
  }
}

function* parts(line: string, ends: boolean): Generator<LinePart> {
  let rest = line;
  while (rest.length > longestPart) {
    const cut = lastCut(rest.slice(0, longestPart));
    yield { text: rest.slice(0, cut), ends: false };
    rest = rest.slice(cut);
  }
  yield { text: rest, ends };
}

/** Before the last space; where there is none, so that no character is cut in two. */
function lastCut(text: string): number {
  const space = text.lastIndexOf(' ');
  if (space > 0) return space;
  const last = text.charCodeAt(text.length - 1);
  const isHalf = last >= 0xd800 && last < 0xdc00;
  return isHalf ? text.length - 1 : text.length;
}
