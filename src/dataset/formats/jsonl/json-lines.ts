import { UserError } from '../../../protocol/errors';
import { ByteReader } from '../../bytes/byte-reader';

const chunkBytes = 1 << 20;
/** No row is as long. */
const longestLine = 1 << 28;
const newline = 10;

/** A line that is not blank. */
export interface JsonLine {
  /** From 1. */
  readonly line: number;
  readonly bytes: Buffer;
}

/**
 * The lines of a file, gzipped or not, but for blank ones.
 * @throws UserError data.jsonl.line for one that is longer than any row, or as the file system has it.
 */
export async function* jsonLines(path: string, signal: AbortSignal | undefined): AsyncGenerator<JsonLine[]> {
  const reader = await ByteReader.open(path, signal);
  try {
    let line = 1;
    let rest: Buffer[] = [];
    let restBytes = 0;
    for (;;) {
      const chunk = await reader.take(chunkBytes);
      const isLast = chunk.length < chunkBytes;
      const end = isLast ? chunk.length : chunk.lastIndexOf(newline) + 1;
      rest.push(chunk.subarray(0, end));
      restBytes += chunk.length;
      if (restBytes > longestLine + chunkBytes) throw badLine(path, line, 'too long');
      if (end > 0 || isLast) {
        const whole = rest.length === 1 ? rest[0] : Buffer.concat(rest);
        const lines: JsonLine[] = [];
        for (let at = 0; at < whole.length; line++) {
          const next = whole.indexOf(newline, at);
          const bytes = whole.subarray(at, next < 0 ? whole.length : next);
          at = next < 0 ? whole.length : next + 1;
          if (!isBlank(bytes)) lines.push({ line, bytes });
        }
        if (lines.length > 0) yield lines;
        rest = [chunk.subarray(end)];
        restBytes = chunk.length - end;
      } else rest[rest.length - 1] = chunk;
      if (isLast) return;
    }
  } finally {
    await reader.close();
  }
}

function isBlank(bytes: Buffer): boolean {
  for (const byte of bytes) if (byte !== 32 && byte !== 9 && byte !== 13) return false;
  return true;
}

/** What Python writes for numbers that JSON has no words for, outside of texts. */
const python = /"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g;
const inJson: Readonly<Record<string, string | undefined>> = {
  NaN: 'null',
  '-NaN': 'null',
  Infinity: '1e999',
  '-Infinity': '-1e999',
};

/** The value of a line. @throws UserError data.jsonl.line. */
export function parseLine(path: string, { line, bytes }: JsonLine): unknown {
  const text = bytes.toString('utf8').replace(/^\ufeff/, '');
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!/NaN|Infinity/.test(text)) throw badLine(path, line, messageOf(error));
  }
  try {
    return JSON.parse(text.replace(python, (token) => inJson[token] ?? token));
  } catch (error) {
    throw badLine(path, line, messageOf(error));
  }
}

export function badLine(path: string, line: number, reason: string): UserError {
  return new UserError('data.jsonl.line', { path, line, reason });
}

function messageOf(error: unknown): string {
  // The line itself may be long, and is a person's own.
  return error instanceof Error ? error.message.replace(/^(.{60}).*$/s, '$1…') : String(error);
}
