import { partOf, type Task } from '../../../task';
import { readFileHead } from '../../bytes/head';
import { CharacterCounts } from '../../examples/text/character-counts';
import { type CharacterEncoding, decodeHead, detectEncoding } from './character-encoding';
import { type Cutting, cutText } from './cutting';
import { looksLikeLines } from './line-look';

/** A text as it was found: how it is written and cut, and what it holds. */
export interface TextSurvey {
  readonly encoding: CharacterEncoding;
  readonly cutting: Cutting;
  readonly examples: number;
  readonly counts: CharacterCounts;
}

const windowLength = 32;
/** As much of a line counts for what characters there are. */
const countedLine = 4096;

/**
 * Looks through a text once. What `choice` leaves open is decided by the text: the mode, and for lines the length.
 * @throws UserError as `ByteReader`.
 */
export async function surveyText(
  path: string,
  choice: Partial<Cutting>,
  limit: number,
  task: Task,
): Promise<TextSurvey> {
  const encoding = await detectEncoding(path, partOf(task, 0, 0.5));
  const mode = choice.mode ?? (await likelyMode(path, task));
  const looked: Cutting = { mode, length: mode === 'windows' ? (choice.length ?? windowLength) : countedLine };
  const counts = new CharacterCounts();
  let examples = 0;
  for await (const piece of cutText(path, encoding, looked, limit, partOf(task, 0.5, 1))) {
    for (const { characters, whole } of piece) {
      counts.add(characters, whole);
      examples++;
    }
  }
  const length = choice.length ?? (mode === 'windows' ? looked.length : counts.usualLength());
  return { encoding, cutting: { mode, length }, examples, counts };
}

async function likelyMode(path: string, { signal }: Task): Promise<Cutting['mode']> {
  const { bytes, isWhole } = await readFileHead(path, signal);
  return looksLikeLines(decodeHead(bytes), isWhole) ? 'lines' : 'windows';
}
