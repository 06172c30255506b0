import type { SymbolKind } from '../../../protocol/data';
import { partOf, type Task } from '../../../task';
import { readFileHead } from '../../bytes/head';
import { CharacterCounts } from '../../examples/text/character-counts';
import {
  type PieceCounts,
  type ReadSymbols,
  readerOf,
  type SymbolChoice,
  symbolKindOf,
  type Vocabulary,
} from '../../examples/text/vocabulary';
import { type CharacterEncoding, decodeHead, detectEncoding, readText } from './character-encoding';
import { type Cutting, cutText } from './cutting';
import { looksLikeLines } from './line-look';
import { LineParts } from './line-parts';

/** How a person, or a run, has a text read. */
export type TextChoice = Partial<Cutting> & SymbolChoice;

/** A text as it was found: how it is written and cut, and what it holds. */
export interface TextSurvey {
  readonly encoding: CharacterEncoding;
  readonly cutting: Cutting;
  readonly examples: number;
  readonly counts: CharacterCounts;
  /** Where its symbols are no characters: what they are, and how they are read. */
  readonly symbols?: Vocabulary & { readonly symbols: SymbolKind };
  readonly read?: ReadSymbols;
}

const windowLength = 32;
/** As much of a line counts for what symbols there are. */
const countedLine = 4096;

/**
 * Looks through a text: once, or twice where its symbols are to be learned. What `choice` leaves open is decided by the text: the
 * mode, and for lines the length. @throws UserError as `ByteReader`.
 */
export async function surveyText(path: string, choice: TextChoice, limit: number, task: Task): Promise<TextSurvey> {
  const encoding = await detectEncoding(path, partOf(task, 0, 0.3));
  const mode = choice.mode ?? (await likelyMode(path, task));
  const looked: Cutting = { mode, length: mode === 'windows' ? (choice.length ?? windowLength) : countedLine };
  const kind = symbolKindOf(choice);
  const learn = (counts: PieceCounts) => countPieces(path, encoding, looked, limit, counts, partOf(task, 0.3, 0.6));
  const read = kind && (await readerOf(kind, choice, learn, task.signal));
  const counts = new CharacterCounts();
  let examples = 0;
  for await (const piece of cutText(path, encoding, looked, limit, partOf(task, 0.6, 1), read?.symbolsOf)) {
    for (const { symbols, whole } of piece) {
      counts.add(symbols, whole);
      examples++;
    }
  }
  const length = choice.length ?? (mode === 'windows' ? looked.length : counts.usualLength());
  const cutting = { mode, length };
  if (!kind || !read) return { encoding, cutting, examples, counts };
  return { encoding, cutting, examples, counts, symbols: { symbols: kind, ...read.vocabulary }, read: read.symbolsOf };
}

/** The pieces of as much of a text as `limit` examples can need. */
async function countPieces(
  path: string,
  encoding: CharacterEncoding,
  { mode, length }: Cutting,
  limit: number,
  counts: PieceCounts,
  task: Task,
): Promise<void> {
  const lines = new LineParts();
  let filled = 0;
  const add = (parts: ReturnType<LineParts['of']>) => {
    for (const { text, ends } of parts) {
      counts.add(text);
      if (ends && mode === 'windows') counts.add('\n');
      if (ends && text.trim() !== '') filled++;
    }
  };
  for await (const text of readText(path, encoding, task)) {
    add(lines.of(text));
    if (mode === 'lines' ? filled >= limit : counts.total >= limit * length) return;
  }
  add(lines.finish());
}

async function likelyMode(path: string, { signal }: Task): Promise<Cutting['mode']> {
  const { bytes, isWhole } = await readFileHead(path, signal);
  return looksLikeLines(decodeHead(bytes), isWhole) ? 'lines' : 'windows';
}
