import assert from 'node:assert/strict';
import { BytePairs, learnMerges } from '../../../../src/dataset/examples/text/byte-pairs';
import { random } from '../../../../src/random';

/** The example of Sennrich, Haddow and Birch 2016 (figure 1), without its mark for the end of a word. */
const words = new Map([
  ['low', 5],
  ['lower', 2],
  ['newest', 6],
  ['widest', 3],
]);
const base = [...'deilnorstw'];

/** The same as the paper has it, from the beginning each time: all pairs counted, the most frequent joined in all words. */
function learnedSlowly(counts: ReadonlyMap<string, number>, base: readonly string[], size: number): string[][] {
  const symbols = [...base];
  let words = [...counts].map(([word, count]) => ({ parts: [...word], count }));
  const merges: string[][] = [];
  while (symbols.length < size) {
    const pairs = new Map<string, { pair: string[]; count: number }>();
    for (const { parts, count } of words) {
      for (let i = 0; i + 1 < parts.length; i++) {
        const pair = parts.slice(i, i + 2);
        pairs.set(pair.join('|'), { pair, count: count + (pairs.get(pair.join('|'))?.count ?? 0) });
      }
    }
    const rank = ({ pair: [a, b] }: { pair: string[] }) => symbols.indexOf(a) * 10_000 + symbols.indexOf(b);
    const [best] = [...pairs.values()].sort((a, b) => b.count - a.count || rank(a) - rank(b));
    if (!best || best.count < 2) break;
    const [left, right] = best.pair;
    if (!symbols.includes(left + right)) symbols.push(left + right);
    merges.push([left, right]);
    words = words.map(({ parts, count }) => {
      const next: string[] = [];
      for (let i = 0; i < parts.length; i++) {
        if (parts[i] === left && parts[i + 1] === right) next.push(left + parts[++i]);
        else next.push(parts[i]);
      }
      return { parts: next, count };
    });
  }
  return merges;
}

describe('Byte pairs', () => {
  it('are those that counting all of them anew gives, of any words', async () => {
    for (let seed = 1; seed <= 5; seed++) {
      const next = random(seed);
      const some = Array.from({ length: 120 }, () =>
        Array.from({ length: 1 + (next() % 9) }, () => 'abcd'[next() % 4]).join(''),
      );
      const counts = new Map(some.map((word) => [word, 1 + (next() % 7)]));
      const slow = learnedSlowly(counts, ['a', 'b', 'c', 'd'], 60);
      assert.ok(slow.length > 40);
      assert.deepEqual(await learnMerges(counts, ['a', 'b', 'c', 'd'], 60), slow);
    }
  });

  it('are learned as by hand: the most frequent first, of equal ones that of the earlier symbols', async () => {
    const merges = await learnMerges(words, base, 100);
    assert.deepEqual(
      merges.map((pair) => pair.join(' ')),
      // 9 times, then 7, 6, 3 and 2.
      ['e s', 'es t', 'l o', 'lo w', 'e w', 'n ew', 'new est', 'd est', 'i dest', 'w idest', 'e r', 'low er'],
    );
  });

  it('are no more than there is room for, and none that occurs once', async () => {
    assert.deepEqual(await learnMerges(words, base, base.length + 2), [
      ['e', 's'],
      ['es', 't'],
    ]);
    assert.deepEqual(await learnMerges(new Map([['ab', 1]]), ['a', 'b'], 10), []);
  });

  it('of one letter again and again are counted as they stand side by side', async () => {
    const merges = await learnMerges(new Map([['aaaaa', 3]]), ['a'], 10);
    assert.deepEqual(merges, [
      ['a', 'a'],
      ['aa', 'a'],
      ['aa', 'aaa'],
    ]);
    assert.deepEqual(new BytePairs(merges).symbolsOf('aaaaaaa'), ['aa', 'aaaaa']);
  });

  it('take words apart that were never seen, in the order in which they were learned', async () => {
    const pairs = new BytePairs(await learnMerges(words, base, 14));
    assert.deepEqual(pairs.symbolsOf('lowest'), ['low', 'est']);
    assert.deepEqual(pairs.symbolsOf('slow'), ['s', 'low']);
    assert.deepEqual(pairs.symbolsOf(''), []);
  });

  it('are not joined over characters that no symbol stands for', async () => {
    const merges = await learnMerges(
      new Map([
        ['aéb', 9],
        ['ab', 2],
      ]),
      ['a', 'b'],
      10,
    );
    assert.deepEqual(merges, [['a', 'b']]);
    assert.deepEqual(new BytePairs(merges).symbolsOf('aéab'), ['a', 'é', 'ab']);
  });
});
