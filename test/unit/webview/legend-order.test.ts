import assert from 'node:assert/strict';
import { type CategoryEntry, missing } from '../../../webview/colouring';
import { orderedEntries } from '../../../webview/space/legend-order';

const entry = (code: number, name: string | null, count: number): CategoryEntry => ({
  code,
  name,
  count,
  colour: [0, 0, 0],
  shared: false,
});
const few = [entry(0, 'c10', 1), entry(1, 'c2', 3), entry(2, 'b', 3), entry(missing, null, 9)];
const codes = (entries: readonly CategoryEntry[]) => entries.map(({ code }) => code);

describe('The order of the legend', () => {
  it('is that of the data, by name with numbers as such, or by count; no value comes last', () => {
    assert.deepEqual(codes(orderedEntries(few, null).entries), [0, 1, 2, missing]);
    assert.deepEqual(codes(orderedEntries(few, 'name').entries), [2, 1, 0, missing]);
    assert.deepEqual(codes(orderedEntries(few, 'count').entries), [1, 2, 0, missing]);
  });

  it('is by count of itself where there are more than colours', () => {
    const many = Array.from({ length: 65_536 }, (_, code) => entry(code, `${code}`, code));
    const { order, entries } = orderedEntries(many, null);
    assert.equal(order, 'count');
    assert.equal(entries[0].code, 65_535);
    assert.equal(orderedEntries(many, null).entries, entries);
  });
});
