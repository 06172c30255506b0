import assert from 'node:assert/strict';
import { type Encoding, encodeNpy, fingerprint, openDataset, render } from '../../../../src/dataset';
import { png, sentenceOf, temporaryFolder } from '../builders';

describe('an encoding of an earlier run', () => {
  const folder = temporaryFolder();

  const table: Encoding = {
    kind: 'columns',
    columns: [
      { name: 'a', type: 'numeric', mean: 10, deviation: 2 },
      { name: 'kind', type: 'category', categories: ['x', 'y'] },
    ],
  };

  it('is applied to a table unchanged, whatever the order and number of its columns', async () => {
    const source = await folder.write('t.csv', 'kind,extra,a\ny,5,12\nz,6,\nx,7,8\n');
    const { values, encoding, summary } = await openDataset({ source }, { encoding: table });
    assert.deepEqual(encoding, table);
    assert.deepEqual(Array.from(values), [1, 0, 1, 0, 0, 0, -1, 1, 0]);
    assert.deepEqual(summary.shape, [3]);
    assert.deepEqual(
      summary.columns.map(({ name, role }) => [name, role]),
      [
        ['kind', 'feature'],
        ['extra', 'factor'],
        ['a', 'feature'],
      ],
    );
  });

  it('suits a single row', async () => {
    const source = await folder.write('t.csv', 'a,kind\n12,y\n');
    assert.deepEqual(
      Array.from((await openDataset({ source, labels: 'gone' }, { encoding: table })).values),
      [1, 0, 1],
    );
  });

  it('keeps what was a label then from being a feature now, and the other way round', async () => {
    const encoding: Encoding = {
      kind: 'columns',
      columns: [{ name: 'species', type: 'category', categories: ['u', 'v'] }],
    };
    const source = await folder.write('t.csv', 'n,species\n1,u\n2,v\n');
    const { values, summary } = await openDataset({ source }, { encoding });
    assert.deepEqual(Array.from(values), [1, 0, 0, 1]);
    assert.deepEqual(
      summary.columns.map(({ role }) => role),
      ['factor', 'feature'],
    );
  });

  it('treats numbers as categories where they were', async () => {
    const encoding: Encoding = {
      kind: 'columns',
      columns: [{ name: 'k', type: 'category', categories: ['1', '2', 'other'] }],
    };
    const source = await folder.write('t.csv', 'k,n\n2,0\n1,0\n');
    assert.deepEqual(Array.from((await openDataset({ source }, { encoding })).values), [0, 1, 0, 1, 0, 0]);
  });

  it('refuses data that it does not fit', async () => {
    const pixels: Encoding = { kind: 'pixels', shape: [2, 2, 1], offset: 0, scale: 255 };
    const csv = await folder.write('t.csv', 'a,b\n1,2\n3,4\n');
    const words = await folder.write('w.csv', 'a,kind\none,x\ntwo,y\n');
    const images = await folder.write('i.npy', encodeNpy(new Uint8Array(18), [2, 3, 3]));
    const vectors = await folder.write('v.npy', encodeNpy(new Float32Array(4), [2, 2]));
    await folder.write(
      'images/a.png',
      png(2, 2, () => [0, 0, 0]),
    );
    const cases: [source: string, encoding: Encoding, code: string][] = [
      [csv, table, 'data.encoding.columns'],
      [words, table, 'data.table.notANumber'],
      [csv, pixels, 'data.encoding.kind'],
      [images, pixels, 'data.encoding.shape'],
      [images, table, 'data.encoding.kind'],
      [vectors, pixels, 'data.encoding.kind'],
      [vectors, table, 'data.encoding.features'],
      [`${folder.path}/images`, table, 'data.encoding.kind'],
      ['builtin:digits', pixels, 'data.encoding.shape'],
    ];
    for (const [source, encoding, code] of cases) {
      const sentence = await sentenceOf(openDataset({ source }, { encoding }));
      assert.equal(sentence.code, code, sentence.message);
      assert.ok(sentence.message.includes(source), sentence.message);
    }
  });

  it('clips pixels outside of the range that it was fitted to, and says so', async () => {
    const encoding: Encoding = { kind: 'pixels', shape: [1, 2, 1], offset: 0, scale: 1 };
    const source = await folder.write('i.npy', encodeNpy(Float32Array.of(0.5, 2, -1, 0.25), [2, 1, 2]));
    const { values, summary } = await openDataset({ source }, { encoding });
    assert.deepEqual(Array.from(values), [0.5, 1, 0, 0.25]);
    assert.deepEqual(
      summary.warnings.map(({ code }) => code),
      ['data.encoding.range'],
    );
  });

  it('gives the same values for the same data, and their fingerprint tells when they change', async () => {
    const source = await folder.write('t.csv', 'a,b\n1,2\n3,4\n4,9\n');
    const first = await openDataset({ source });
    const again = await openDataset({ source }, { encoding: JSON.parse(JSON.stringify(first.encoding)) });
    assert.equal(fingerprint(again), fingerprint(first));
    await folder.write('t.csv', 'a,b\n1,2\n3,4\n4,8\n');
    assert.notEqual(fingerprint(await openDataset({ source })), fingerprint(first));
    const abc = { values: Uint8Array.of(97, 98, 99) };
    assert.equal(fingerprint(abc), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});

describe('rendering', () => {
  it('turns pixels into bytes, clipped', () => {
    const encoding: Encoding = { kind: 'pixels', shape: [1, 2, 1], offset: 0, scale: 255 };
    assert.deepEqual(render(Float32Array.of(0, 1, 0.5, 0.2, -1, 7), encoding), {
      kind: 'images',
      count: 3,
      height: 1,
      width: 2,
      channels: 1,
      pixels: Uint8Array.of(0, 255, 128, 51, 0, 255),
    });
  });

  it('turns model outputs into the most likely category, and rounds to the column’s own scale', () => {
    const encoding: Encoding = {
      kind: 'columns',
      columns: [
        { name: 'age', type: 'numeric', mean: 38.58, deviation: 13.64 },
        { name: 'kind', type: 'category', categories: ['x', 'y', 'z'] },
        { name: 'small', type: 'numeric', mean: 0, deviation: 1e-9 },
      ],
    };
    const values = Float32Array.of((39 - 38.58) / 13.64, -1, 0.5, 0.25, 2.5, 0, 0, 0, 0, 0);
    assert.deepEqual(render(values, encoding), {
      kind: 'rows',
      count: 2,
      names: ['age', 'kind', 'small'],
      rows: [
        [39, 'y', 2.5e-9],
        [38.58, '(unknown)', 0],
      ],
    });
  });
});
