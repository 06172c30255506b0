import assert from 'node:assert/strict';
import { builtinNames, describeData, fingerprint, openDataset } from '../../../src/dataset';
import { sentenceOf } from './builders';

describe('built-in data', () => {
  it('is the same on every machine', async () => {
    assert.deepEqual(builtinNames, ['digits', 'shapes']);
    const prints = builtinNames.map(async (name) => fingerprint(await openDataset({ source: `builtin:${name}` })));
    assert.deepEqual(await Promise.all(prints), [
      'a0a51928cad86308bdd39173a2aa5f4be08f806e38173b7c92ebfd3dca9e0914',
      '1771a802c09653bf0cb12eb7f3ad8c50c0ee44c98739070620af0208b8627670',
    ]);
  });

  it('shapes holds every combination of its factors once', async () => {
    const { columns, summary } = await openDataset({ source: 'builtin:shapes' });
    const combinations = Array.from({ length: summary.examples }, (_, i) =>
      columns.map(({ values }) => values[i]).join(),
    );
    assert.equal(new Set(combinations).size, 12_000);
    assert.deepEqual(
      columns.map(({ name, role, values }) => [name, role, new Set(values).size]),
      [
        ['shape', 'label', 3],
        ['scale', 'factor', 4],
        ['orientation', 'factor', 10],
        ['x', 'factor', 10],
        ['y', 'factor', 10],
      ],
    );
  });

  it('shapes draws what its factors say', async () => {
    const { columns, values, summary } = await openDataset({ source: 'builtin:shapes' });
    const [shape, scale, , x, y] = columns.map((column) => column.values);
    const [size] = summary.shape;
    const heartArea = 114;
    for (let i = 0; i < 3000; i++) {
      const image = values.subarray(i * size * size, (i + 1) * size * size);
      let [ink, alongX, alongY] = [0, 0, 0];
      image.forEach((value, pixel) => {
        ink += value;
        alongX += value * ((pixel % size) + 0.5);
        alongY += value * (Math.floor(pixel / size) + 0.5);
      });
      const area = [100, Math.PI * 7 * 3.6, heartArea][shape[i]];
      assert.ok(Math.abs(ink / 255 - area * scale[i] ** 2) < 1.5, `area of ${i}: ${ink / 255}`);
      if (shape[i] < 2) {
        assert.ok(Math.abs(alongX / ink - (8 + 16 * x[i])) < 0.1, `x of ${i}`);
        assert.ok(Math.abs(alongY / ink - (8 + 16 * y[i])) < 0.1, `y of ${i}`);
      }
    }
  });

  it('digits are ten of a kind, with ink in the middle and none at the edge', async () => {
    const { columns, values, summary } = await openDataset({ source: 'builtin:digits' });
    assert.deepEqual([summary.examples, summary.shape, summary.label], [10_000, [28, 28, 1], 'digit']);
    const counts = new Array<number>(10).fill(0);
    for (const label of columns[0].values) counts[label]++;
    assert.deepEqual(counts, new Array(10).fill(1000));
    for (let i = 0; i < 10_000; i++) {
      const image = values.subarray(i * 784, (i + 1) * 784);
      let ink = 0;
      for (const value of image) ink += value / 255;
      assert.ok(ink > 20 && ink < 250, `ink of ${i}: ${ink}`);
      for (let pixel = 0; pixel < 28; pixel++) {
        assert.ok(image[pixel] < 255 && image[783 - pixel] < 255, `cut off at the edge: ${i}`);
      }
    }
  });

  it('begins alike, whatever the limit', async () => {
    const [few, more] = await Promise.all([10, 100].map((limit) => openDataset({ source: 'builtin:digits', limit })));
    assert.deepEqual(few.values, more.values.slice(0, few.values.length));
    assert.equal(few.source(0), null);
    assert.equal((await describeData({ source: 'builtin:shapes', limit: 7 })).examples, 7);
  });

  it('of another name does not exist', async () => {
    const { code, message } = await sentenceOf(openDataset({ source: 'builtin:cats' }));
    assert.equal(code, 'data.builtin.unknown');
    assert.match(message, /builtin:digits, builtin:shapes/);
  });
});
