import assert from 'node:assert/strict';
import { ColumnPlacements, placementByColumns } from '../../../src/exploration/column-placement';
import type { ColumnValues } from '../../../src/protocol/data';
import { isUserError } from '../../../src/protocol/errors';

const column = (name: string, ...values: number[]): ColumnValues => ({
  name,
  role: 'factor',
  type: 'numeric',
  values: Float32Array.from(values),
});
const codes = { latent: 2, means: Float32Array.of(1, 0, 3, 0, 5, 1, 7, 1) };
const fails = (code: string) => (error: unknown) => isUserError(error) && error.code === code;

describe('placementByColumns', () => {
  const x = column('x', 0, 10, 20, 30);
  const y = column('y', 5, 4, 3, 2);

  it('shows examples at their values, in their own units', () => {
    const { axes, place, codeAt } = placementByColumns(codes, [x, y]);
    assert.deepEqual(axes, [{ column: 'x' }, { column: 'y' }]);
    assert.deepEqual(Array.from(place(codes)), [0, 5, 0, 10, 4, 0, 20, 3, 0, 30, 2, 0]);
    const at = codeAt([20, 3, 0], []);
    assert.ok(Math.abs(at[0] - 5) < 1e-4 && Math.abs(at[1] - 1) < 1e-4, `${at}`);
  });

  it('takes three columns, each in units of its range where these are too unlike', () => {
    const wide = column('wide', 1000, 2000, 3000, 5000);
    const constant = column('constant', 7, 7, 7, 7);
    const { place } = placementByColumns(codes, [x, wide, constant]);
    const places = place(codes);
    for (const [row, expected] of [
      [0, 1000 / 4000, 7],
      [10 / 30, 2000 / 4000, 7],
    ].entries()) {
      const at = places.subarray(3 * row, 3 * row + 3);
      assert.deepEqual(Array.from(at), Array.from(Float32Array.from(expected)));
    }
  });

  it('gives no place to what lacks a value, and takes no code from it', () => {
    const { place, codeAt } = placementByColumns(codes, [
      column('x', 0, Number.NaN, 20, 30),
      column('y', 5, 4, 3, Infinity),
    ]);
    const places = place(codes);
    assert.deepEqual(
      [0, 1, 2, 3].map((row) => Number.isFinite(places[3 * row])),
      [true, false, true, false],
    );
    // Where example 1 would be, between 0 and 2: the mean of their codes.
    assert.deepEqual(Array.from(codeAt([10, 4, 0], [])), [3, 0.5]);
    const drawn = place({ latent: 2, means: Float32Array.of(3, 0) });
    assert.ok(drawn.every(Number.isFinite), `${drawn}`);
  });

  it('refuses columns that no example has all of', () => {
    const none = [column('x', 1, Number.NaN, 1, Number.NaN), column('y', Number.NaN, 1, Number.NaN, 1)];
    assert.throws(() => placementByColumns(codes, none), fails('layout.noPlaces'));
  });
});

describe('ColumnPlacements', () => {
  const words: ColumnValues = { ...column('kind', 0, 1, 0, 1), type: 'category', categories: ['a', 'b'] };
  const columns = [column('x', 0, 1, 2, 3), column('y', 1, 1, 2, 2), words];
  const by = (placements: ColumnPlacements, ...names: [string, string]) =>
    placements.of(codes, { kind: 'columns', columns: names }, columns);

  it('keeps what was placed last, for the same columns and codes', () => {
    const placements = new ColumnPlacements();
    const first = by(placements, 'x', 'y');
    assert.equal(by(placements, 'x', 'y'), first);
    assert.notEqual(by(placements, 'y', 'x'), first);
  });

  it('refuses columns that are not there, and words', () => {
    for (const other of ['gone', 'kind']) {
      assert.throws(() => by(new ColumnPlacements(), 'x', other), fails('run.noColumn'));
    }
  });
});
