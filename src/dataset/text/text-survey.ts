import { sniff } from '../files/content';
import type { Task } from '../task';
import { type CharacterEncoding, decodeHead, detectEncoding } from './character-encoding';
import { type Cutting, visitExamples } from './cutting';
import { looksLikeLines } from './line-look';

/** A text as it was found: how it is written and cut, and what it holds. */
export interface TextSurvey {
  readonly encoding: CharacterEncoding;
  readonly cutting: Cutting;
  readonly examples: number;
  /** How often each character, by code point, occurs in the examples. */
  readonly occurrences: ReadonlyMap<number, number>;
  /** Characters of the longest example, before it is cut to the length. */
  readonly longest: number;
  /** Examples that are longer than the length. */
  readonly cut: number;
}

const windowLength = 32;
/** The longest that a line is kept unless a person asks for more. */
const longestLine = 128;
/** As much of a line counts for what characters there are. */
const countedLine = 4096;
/** Lines fit their length, but for this share of them. */
const outliers = 0.01;

/**
 * Looks through a text once. What `choice` leaves open is decided by the text: mode, and for lines the length.
 * @throws UserError as `ByteReader`.
 */
export async function surveyText(
  path: string,
  choice: Partial<Cutting>,
  limit: number,
  { signal, onProgress }: Task,
): Promise<TextSurvey> {
  const encoding = await detectEncoding(path, { signal, onProgress: (fraction) => onProgress?.(fraction / 2) });
  const mode = choice.mode ?? (looksLikeLines(decodeHead((await sniff(path, signal)).head)) ? 'lines' : 'windows');
  const looked = mode === 'windows' ? (choice.length ?? windowLength) : countedLine;
  const occurrences = new Uint32Array(0x110000);
  const lengths = new Map<number, number>();
  const examples = await visitExamples(
    path,
    encoding,
    { mode, length: looked },
    limit,
    (characters, count, whole) => {
      for (let i = 0; i < count; i++) occurrences[characters[i]]++;
      lengths.set(whole, (lengths.get(whole) ?? 0) + 1);
    },
    { signal, onProgress: (fraction) => onProgress?.((1 + fraction) / 2) },
  );
  const length = choice.length ?? (mode === 'windows' ? windowLength : lineLength(lengths, examples));
  const found = [...occurrences.entries()].filter(([, count]) => count > 0);
  const beyond = [...lengths].filter(([whole]) => whole > length);
  return {
    encoding,
    cutting: { mode, length },
    examples,
    occurrences: new Map(found),
    longest: Math.max(0, ...lengths.keys()),
    cut: beyond.reduce((total, [, count]) => total + count, 0),
  };
}

/** The length that all lines but the outliers have at most. */
function lineLength(lengths: ReadonlyMap<number, number>, examples: number): number {
  let covered = 0;
  for (const [length, count] of [...lengths].sort(([a], [b]) => a - b)) {
    covered += count;
    if (covered >= (1 - outliers) * examples) return Math.min(length, longestLine);
  }
  return 1;
}
