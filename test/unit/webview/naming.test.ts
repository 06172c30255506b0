import assert from 'node:assert/strict';
import type { ColumnValues } from '../../../src/protocol/data';
import { Bits } from '../../../webview/data/bits';
import { noCluster } from '../../../webview/density/clusters';
import { namedCategories, namedClusters } from '../../../webview/names/named-places';
import { typicalCategories } from '../../../webview/names/typical-category';
import { typicalWords } from '../../../webview/names/typical-words';

const column: ColumnValues = {
  name: 'digit',
  role: 'label',
  type: 'category',
  categories: ['one', 'two', 'three'],
  //                      cluster 0                 cluster 1          none
  values: Float32Array.of(0, 0, 0, 1, Number.NaN, 1, 1, 2, 2, 0, 1),
};
const of = Uint16Array.of(0, 0, 0, 0, 0, 1, 1, 1, 1, noCluster, noCluster);

describe('what a cluster is named by', () => {
  it('is the category that it has most more of than all', () => {
    const [first, second] = typicalCategories(column, of, 2, () => true);
    assert.deepEqual(first, { code: 0, share: 3 / 5, ofAll: 4 / 11 });
    assert.deepEqual(second, { code: 2, share: 2 / 4, ofAll: 2 / 11 });
  });

  it('is counted among what is shown, and is none where the cluster is as all are', () => {
    const [first] = typicalCategories(column, of, 2, (index) => index >= 3 && index < 10);
    assert.equal(first?.code, 1);
    const whole = typicalCategories(column, new Uint16Array(of.length), 1, () => true);
    assert.deepEqual(whole, [null]);
  });

  it('is said with its share, in words for the ear, and selects the cluster', () => {
    const clusters = { clusters: [5, 4].map((size) => ({ place: [1, 2, 3] as const, size })), of };
    const names = namedClusters(clusters, null, { column, words: [], colourOf: (code) => `colour ${code}` });
    assert.deepEqual(
      names.map(({ text, description, colour }) => [text, description, colour]),
      [
        ['one · 60%', '5 points: 60% of them one, of all 36%', 'colour 0'],
        ['three · 50%', '4 points: 50% of them three, of all 18%', 'colour 2'],
      ],
    );
    assert.deepEqual([...names[1].examples().indices()], [5, 6, 7, 8]);
    const plain = namedClusters(clusters, null, { column: null, words: [['cat', 'sat']], colourOf: () => null });
    assert.deepEqual(
      plain.map(({ text }) => text),
      ['cat, sat', '4 points'],
    );
  });

  it('is words that its texts have more often than others', () => {
    const about = (words: string) => Array.from({ length: 10 }, (_, i) => `the ${words} is ${i}`);
    const [ships, trees] = typicalWords([about('Ship at sea'), about('tree')]);
    assert.deepEqual(new Set(ships), new Set(['ship', 'at', 'sea']));
    assert.deepEqual(trees, ['tree']);
    assert.deepEqual(typicalWords([['one'], []]), [[], []]);
  });

  it('is words also where no blanks are between them', () => {
    const [cats] = typicalWords([
      ['小猫在睡觉', '小猫在吃鱼'],
      ['天气很好', '天气不好'],
    ]);
    assert.ok(cats.join('').includes('猫'), cats.join(' '));
  });
});

describe('the name of a category', () => {
  it('selects its shown examples', () => {
    const shown = Bits.of(11, [0, 1, 9]);
    const [name] = namedCategories(column, [{ group: 0, place: [0, 0, 0], size: 3 }], shown, () => null);
    assert.equal(name.text, 'one');
    assert.equal(name.description, 'one: 3 points');
    assert.equal(name.colour, null);
    assert.deepEqual([...name.examples().indices()], [0, 1, 9]);
  });
});
