import assert from 'node:assert/strict';
import { fingerprint, openDataset } from '../../../../src/dataset';
import { temporaryFolder } from '../builders';

describe('data without some examples', () => {
  const folder = temporaryFolder();

  it('have the deviations of those that stay, time stamps and constants among them', async () => {
    const stamps = Array.from({ length: 100 }, (_, i) => 1.7e15 + 10 * i);
    const rows = stamps.map((stamp, i) => `${stamp},${i === 99 ? '' : 0.1},${i},${i === 99 ? 5 : 7e9}`);
    const source = await folder.write('t.csv', `t,constant,x,changes\n${rows.join('\n')}\n`);
    const all = await openDataset({ source });
    const list = { version: 1, data: 't', examples: 100, fingerprint: fingerprint(all) } as const;
    const exclusion = { list: { ...list, exclude: [[50, 99]] as [number, number][] }, path: 't.exclude.json' };
    const { encoding, values } = await openDataset({ source }, { exclusion });
    assert.ok(encoding.kind === 'columns');
    const deviations = encoding.columns.map((column) => (column.type === 'numeric' ? column.deviation : Number.NaN));
    const ofFirst = Math.sqrt((50 * 50 - 1) / 12);
    assert.ok(Math.abs(deviations[0] / (10 * ofFirst) - 1) < 1e-5, `${deviations}`);
    assert.equal(deviations[1], 1);
    assert.ok(Math.abs(deviations[2] / ofFirst - 1) < 1e-9);
    assert.equal(deviations[3], 1);
    assert.ok(values.every((value) => Math.abs(value) < 2));
  });
});
