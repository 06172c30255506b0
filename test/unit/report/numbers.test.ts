import assert from 'node:assert/strict';
import { extent, ticks, wholeTicks } from '../../../src/report/charts/scale';
import { difference, estimateWords, isBeyondErrors, numberWords } from '../../../src/report/numbers';
import { withoutFolders, wordsIn } from '../../../src/report/words';

describe('Numbers of a report', () => {
  it('are written to as many places as their errors have', () => {
    assert.equal(estimateWords({ value: 0.9427, error: 0.0023 }), '0.9427 ± 0.0023');
    assert.equal(estimateWords({ value: -118.683, error: 0.352 }), '−118.68 ± 0.35');
    assert.equal(estimateWords({ value: 1234.5, error: 25 }), '1235 ± 25');
    assert.equal(estimateWords({ value: 3, error: null }), '3');
    assert.equal(numberWords(null), '–');
  });

  it('differ by more than chance from two standard errors of their difference on', () => {
    const apart = difference({ value: 1, error: 0.03 }, { value: 0.9, error: 0.04 });
    assert.ok(apart);
    assert.ok(Math.abs(apart.value - 0.1) < 1e-12 && Math.abs((apart.error ?? 0) - 0.05) < 1e-12);
    assert.equal(isBeyondErrors({ value: 0.099, error: 0.05 }), false);
    assert.equal(isBeyondErrors({ value: -0.101, error: 0.05 }), true);
    assert.equal(isBeyondErrors({ value: 1, error: null }), null);
    assert.equal(difference({ value: null, error: null }, { value: 1, error: null }), null);
  });

  it('have round ticks within their range', () => {
    assert.deepEqual(ticks([0, 10]), [0, 2, 4, 6, 8, 10]);
    assert.deepEqual(ticks([-0.31, 0.29], 6), [-0.3, -0.2, -0.1, 0, 0.1, 0.2]);
    assert.deepEqual(wholeTicks([0.9, 3.1]), [1, 2, 3]);
    assert.deepEqual(extent([Number.NaN, 3]), [1.5, 4.5]);
    assert.deepEqual(extent([]), [0, 1]);
  });
});

describe('Words of a report', () => {
  it('name places by their last part alone', () => {
    assert.equal(withoutFolders('/home/ada/data/x.csv'), 'x.csv');
    assert.equal(withoutFolders('C:\\Users\\ada\\x.csv'), 'x.csv');
    assert.equal(withoutFolders("ENOENT: no such file, open '/home/ada/x.csv'"), "ENOENT: no such file, open 'x.csv'");
    for (const text of ['builtin:digits', 'x/y', '1/2', 'and/or/not']) assert.equal(withoutFolders(text), text);
    const { sentence } = wordsIn({ strings: {}, locale: 'en' });
    assert.match(
      sentence({ code: 'data.missing', params: { path: '/home/ada/x.csv' } }),
      /no file or folder at x\.csv\./,
    );
  });

  it('are those of the language, and English where there is none', () => {
    const { t, sentence } = wordsIn({ strings: { Result: '结果', '{0} samples': '{0} 个抽样' }, locale: 'zh-cn' });
    assert.deepEqual([t('Result'), t('{0} samples', 2000), t('Sample')], ['结果', '2,000 个抽样', 'Sample']);
    assert.match(sentence({ code: 'report.twice', params: { path: 'a' } }), /named twice/);
  });
});
