import assert from 'node:assert/strict';
import { NearestFirst } from '../../../../src/exploration/paths/nearest-first';
import { NeighbourGraph } from '../../../../src/exploration/paths/neighbour-graph';
import { fillNormal, random } from '../../../../src/random';

const examples = 40;
const k = 3;
const points = fillNormal(new Float32Array(2 * examples), random(8));
const apart = (a: number, b: number) =>
  Math.fround(Math.hypot(points[2 * a] - points[2 * b], points[2 * a + 1] - points[2 * b + 1]));

/** By sorting all others. */
function neighboursOf(count = examples) {
  const rows = Array.from({ length: count }, (_, i) =>
    Array.from({ length: count }, (_, j) => j)
      .filter((j) => j !== i)
      .sort((a, b) => apart(i, a) - apart(i, b))
      .slice(0, k),
  );
  const distances = Float32Array.from(rows.flatMap((row, i) => row.map((j) => apart(i, j))));
  return { k, indices: Int32Array.from(rows.flat()), distances };
}

/** All shortest ways, by Floyd and Warshall. */
function allLengths({ indices, distances }: ReturnType<typeof neighboursOf>): number[][] {
  const lengths = Array.from({ length: examples }, (_, i) =>
    Array.from({ length: examples }, (_, j) => (i === j ? 0 : Number.POSITIVE_INFINITY)),
  );
  for (const [at, j] of indices.entries()) {
    const i = Math.floor(at / k);
    lengths[i][j] = distances[at];
    lengths[j][i] = distances[at];
  }
  for (let by = 0; by < examples; by++)
    for (let i = 0; i < examples; i++)
      for (let j = 0; j < examples; j++) lengths[i][j] = Math.min(lengths[i][j], lengths[i][by] + lengths[by][j]);
  return lengths;
}

const at = (index: number, distance = 0) => [{ index, distance }];

describe('the graph of neighbours', () => {
  const neighbours = neighboursOf();
  const graph = NeighbourGraph.of(neighbours);
  const lengths = allLengths(neighbours);

  it('has the shortest ways between all examples', () => {
    let found = 0;
    for (let i = 0; i < examples; i++) {
      for (let j = 0; j < examples; j++) {
        const way = graph.shortest(at(i), at(j));
        assert.equal(way !== null, Number.isFinite(lengths[i][j]));
        if (!way) continue;
        found += Number(way.length > 2);
        assert.deepEqual([way[0], way.at(-1)], [i, j]);
        const length = way.slice(1).reduce((sum, to, step) => sum + apart(way[step], to), 0);
        assert.ok(Math.abs(length - lengths[i][j]) < 1e-5, `${length} for ${lengths[i][j]}`);
      }
    }
    assert.ok(found > 100);
  });

  it('is entered and left where the whole way is shortest', () => {
    const [from, to] = [
      [
        { index: 0, distance: 0.3 },
        { index: 1, distance: 0.1 },
      ],
      [
        { index: 20, distance: 0.2 },
        { index: 21, distance: 0.9 },
      ],
    ];
    const way = graph.shortest(from, to);
    assert.ok(way);
    const best = Math.min(
      ...from.flatMap((begin) => to.map((end) => begin.distance + lengths[begin.index][end.index] + end.distance)),
    );
    const begin = from.find(({ index }) => index === way[0]);
    const end = to.find(({ index }) => index === way.at(-1));
    assert.ok(begin && end);
    assert.ok(Math.abs(begin.distance + lengths[begin.index][end.index] + end.distance - best) < 1e-5);
  });

  it('has none where none leads', () => {
    const two = NeighbourGraph.of({
      k: 1,
      indices: Int32Array.of(1, 0, 3, 2, -1),
      distances: new Float32Array(5).fill(1),
    });
    assert.deepEqual(two.shortest(at(0), at(1)), [0, 1]);
    assert.equal(two.shortest(at(0), at(2)), null);
    assert.equal(two.shortest(at(0), at(4)), null);
    assert.deepEqual(two.shortest(at(4), at(4)), [4]);
  });
});

describe('the least key first', () => {
  it('is in order', () => {
    const keys = fillNormal(new Float32Array(500), random(3));
    const queue = new NearestFirst();
    for (const [value, key] of keys.entries()) queue.add(value, key);
    const taken = Array.from(keys, () => queue.take()?.key);
    assert.deepEqual(
      taken,
      [...keys].sort((a, b) => a - b),
    );
    assert.equal(queue.take(), undefined);
  });
});
