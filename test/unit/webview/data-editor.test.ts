import assert from 'node:assert/strict';
import type { StoredColumn } from '../../../src/protocol/data';
import { ColumnTrack } from '../../../webview/data-editor/column-track';
import { parseEditorState, usualZoom } from '../../../webview/data-editor/editor-state';
import { cellText, valueText } from '../../../webview/data-editor/value-text';

const kind = (dtype: string, type: 'numeric' | 'category' | 'date' = 'numeric') => ({ type, dtype });

describe('Values of stored data', () => {
  it('are written with as many digits as tell them from their neighbours', () => {
    const floats = Float64Array.from(Float32Array.of(0.1, 1 / 3, 16777216, 1e-30));
    const texts = Array.from(floats, (_, i) => valueText(floats, i, kind('float32')));
    assert.deepEqual(texts, ['0.1', '0.33333334', '16777216', '1e-30']);
    assert.equal(valueText(Float64Array.of(0.099975586), 0, kind('float16')), '0.09998');
    assert.equal(valueText(Float64Array.of(1 / 3), 0, kind('float64')), '0.3333333333333333');
    for (const value of floats) {
      const text = valueText(Float64Array.of(value), 0, kind('float32'));
      assert.equal(Math.fround(Number(text)), value);
    }
  });

  it('have fewer digits in a cell, but all of a whole number', () => {
    assert.equal(cellText(Float64Array.of(-1 / 3), 0, kind('float64')), '−0.333333');
    assert.equal(cellText(Float64Array.of(123456789), 0, kind('float64')), '123456789');
    assert.equal(cellText(Float64Array.of(0.1), 0, kind('float32')), '0.1');
  });

  it('are exact where they are integers of 64 bits, and say so where they are not', () => {
    assert.equal(valueText(BigInt64Array.of(-(2n ** 63n)), 0, kind('int64')), '−9223372036854775808');
    assert.equal(valueText(Float64Array.of(2 ** 60), 0, kind('int64')), '≈ 1152921504606847000');
    assert.equal(valueText(Float64Array.of(12), 0, kind('int64')), '12');
  });

  it('are missing where they are no number, or no word', () => {
    assert.equal(valueText(Float64Array.of(Number.NaN), 0, kind('float64')), null);
    assert.equal(valueText([null, ''], 0, kind('str', 'category')), null);
    assert.equal(valueText([null, ''], 1, kind('str', 'category')), '');
    assert.equal(valueText(Float64Array.of(Number.NEGATIVE_INFINITY), 0, kind('float64')), '−∞');
  });

  it('are days, times and truth values', () => {
    const text = (value: number, dtype: string) => valueText(Float64Array.of(value), 0, kind(dtype, 'date'));
    assert.equal(text(18263, 'datetime64[D]'), '2020-01-02');
    assert.equal(text(1577934245, 'datetime64[s]'), '2020-01-02 03:04:05');
    assert.equal(text(1577934245.25, 'datetime64[ms]'), '2020-01-02 03:04:05.250');
    assert.equal(text(1e20, 'datetime64[D]'), '100000000000000000000');
    assert.equal(valueText(Float64Array.of(1), 0, kind('bool')), 'true');
  });
});

describe('Columns side by side', () => {
  const column = (name: string, dtype: string): StoredColumn => ({
    name,
    role: 'feature',
    type: dtype === 'str' ? 'category' : 'numeric',
    dtype,
    missing: 0,
  });

  it('are found by their place, named ones and then the elements of an array', () => {
    const columns = [column('a', 'str'), column('a long name of a column', 'bool'), column('c', 'float64')];
    const track = new ColumnTrack({ columns, elements: [2, 1000], dtype: 'float32' });
    assert.equal(track.count, 2003);
    for (const index of [0, 1, 2, 3, 4, 1000, 2002]) {
      assert.equal(track.at(track.begin(index)), index);
      assert.equal(track.at(track.begin(index + 1) - 1), index);
    }
    assert.equal(track.at(track.length + 5000), 2002);
    assert.deepEqual(
      [1, 3, 4, 2002].map((index) => track.head(index).name),
      ['a long name of a column', '0, 0', '0, 1', '1, 999'],
    );
  });

  it('make room for what does not fit', () => {
    const track = new ColumnTrack({ columns: [column('a', 'uint8'), column('b', 'uint8')], elements: null, dtype: '' });
    const before = track.begin(1);
    assert.equal(track.widen(0, 3), false);
    assert.equal(track.widen(0, 20), true);
    assert.ok(track.begin(1) > before);
    assert.equal(track.at(track.begin(1)), 1);
    assert.equal(track.widen(0, 20), false);
  });

  it('are one for single values', () => {
    const track = new ColumnTrack({ columns: [], elements: [], dtype: 'uint8' });
    assert.deepEqual([track.count, track.head(0).name, track.at(0)], [1, '', 0]);
  });
});

describe('What the data editor keeps over a reload', () => {
  it('falls back part by part', () => {
    const kept = { version: 1, array: 'x', mode: 'pie', zoom: 7, example: 5, top: -1 };
    const { array, mode, zoom, example, top } = parseEditorState(kept);
    assert.deepEqual([array, mode, zoom, example, top], ['x', 'images', null, 5, 0]);
    for (const nothing of [undefined, null, 'x', { version: 9 }])
      assert.equal(parseEditorState(nothing).mode, 'images');
  });

  it('leaves the size of images to the images', () => {
    assert.equal(usualZoom({ height: 8, width: 8 }), 64);
    assert.equal(usualZoom({ height: 96, width: 32 }), 96);
    assert.equal(usualZoom({ height: 1000, width: 1000 }), 128);
  });
});
