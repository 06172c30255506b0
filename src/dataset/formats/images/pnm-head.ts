/** Kind, width, height and, but for bitmaps, the largest value; comments may stand between them. */
const space = '(?:\\s|#[^\\n\\r]*[\\n\\r])+';
const headOf = new RegExp(
  `^P(?:([14])${space}(\\d{1,9})${space}(\\d{1,9})|([2356])${space}(\\d{1,9})${space}(\\d{1,9})${space}(\\d{1,5}))\\s`,
);
/** Of an arbitrary map (PAM), whose head has a line for each of these. */
const mapHeadOf = /^P7\n((?:[^\n]*\n)*?)ENDHDR\n/;
/** Comments may be long; mostly there are none. */
const headBytes = [1 << 8, 1 << 12];

export interface PnmHead {
  /** 1 to 3: numbers are written out. 4: bits. 5 to 7: bytes. */
  readonly kind: number;
  readonly width: number;
  readonly height: number;
  /** Numbers of a pixel. */
  readonly depth: number;
  readonly bits: 8 | 16;
  readonly largest: number;
  /** Where the pixels begin. */
  readonly offset: number;
}

/** The head of the image that begins at a place; null where none does. */
export function parsePnmHead(bytes: Uint8Array, at = 0): PnmHead | null {
  for (const most of headBytes) {
    const length = Math.min(bytes.length - at, most);
    const text = Buffer.from(bytes.buffer, bytes.byteOffset + at, length).toString('latin1');
    const head = text.startsWith('P7') ? parseMap(text) : parsePlain(text);
    if (!head) continue;
    if (head.largest < 1 || head.largest > 65535) return null;
    return { ...head, bits: head.largest > 255 ? 16 : 8, offset: at + head.offset };
  }
  return null;
}

type ParsedHead = Omit<PnmHead, 'bits'>;

function parsePlain(text: string): ParsedHead | null {
  const found = headOf.exec(text);
  if (!found) return null;
  const kind = Number(found[1] ?? found[4]);
  return {
    kind,
    width: Number(found[2] ?? found[5]),
    height: Number(found[3] ?? found[6]),
    depth: kind === 3 || kind === 6 ? 3 : 1,
    largest: Number(found[7] ?? 1),
    offset: found[0].length,
  };
}

/** What its tuples are called says no more than how many numbers there are of each: two are grey and alpha, four RGB and alpha. */
function parseMap(text: string): ParsedHead | null {
  const found = mapHeadOf.exec(text);
  if (!found) return null;
  const fields = new Map<string, number>();
  for (const line of found[1].split('\n')) {
    const [, name, value] = /^\s*(WIDTH|HEIGHT|DEPTH|MAXVAL)\s+(\d{1,9})\s*$/.exec(line) ?? [];
    if (name !== undefined) fields.set(name, Number(value));
  }
  const [width, height, depth, largest] = ['WIDTH', 'HEIGHT', 'DEPTH', 'MAXVAL'].map((name) => fields.get(name));
  if (width === undefined || height === undefined || depth === undefined || largest === undefined) return null;
  return depth < 1 ? null : { kind: 7, width, height, depth, largest, offset: found[0].length };
}
