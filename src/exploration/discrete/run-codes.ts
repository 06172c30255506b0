import type { CodeList } from '../../protocol/code-lists';
import type { ModelConfig } from '../../protocol/config';
import { UserError } from '../../protocol/errors';
import { discreteCodes } from '../../protocol/posteriors';
import { type CodeParts, codePartsOf, numbersOf } from './code-parts';
import { perplexityOf } from './code-usage';

/**
 * What the codes of a model consist of.
 * @param shape Of an example. @param codebook As of `codePartsOf`. @throws UserError code.notDiscrete
 */
export function partsOf(model: ModelConfig, shape: readonly number[], codebook: Float32Array | null): CodeParts {
  const codes = discreteCodes(model, shape);
  if (!codes) throw new UserError('code.notDiscrete');
  return codePartsOf(codes, codebook);
}

/** How often each of the lists is chosen from, by all codes. */
export function listsOf(parts: CodeParts, means: Float32Array): readonly CodeList[] {
  const counts = parts.lists.map((codes) => new Uint32Array(codes));
  for (const [at, number] of numbersOf(parts, means).entries()) counts[parts.listOf(at % parts.count)][number]++;
  return counts.map((counts) => ({ counts, perplexity: perplexityOf(counts) }));
}

/** @throws UserError code.none where the list has no such code, or the code no such part. */
export function checkSwap({ count, lists, listOf }: CodeParts, part: number, numbers: readonly number[]): void {
  if (part >= count) throw new UserError('code.none', { number: part, count });
  const codes = lists[listOf(part)];
  const wrong = numbers.find((number) => number >= codes);
  if (wrong !== undefined) throw new UserError('code.none', { number: wrong, count: codes });
}

/** Mean absolute difference of each row to the first, [rows]. @param decoded rows x features. */
export function changesOf(decoded: Float32Array, rows: number): Float32Array {
  const features = decoded.length / rows;
  return Float32Array.from({ length: rows }, (_, row) => {
    let sum = 0;
    for (let i = 0; i < features; i++) sum += Math.abs(decoded[row * features + i] - decoded[i]);
    return sum / features;
  });
}
