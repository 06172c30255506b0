import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { encodeNpy, inspectStored, openDataset } from '../../../../../src/dataset';
import { random } from '../../../../../src/random';
import { descr, npyWith, sentenceOf, temporaryFolder } from '../../builders';
import { assertEqualRows, openStreamed } from '../../streaming/streamed';
import { zip } from '../../zip-builder';
import { bytesOf, open } from '../arrays/readers';

/** 3 × 4, as SciPy stores it in each layout. */
const dense = [
  [0, 2, 0, 0],
  [1, 0, 0, 3],
  [0, 0, 4, 0],
];
const ints = (...values: number[]) => Int32Array.from(values);

const layouts: Record<string, Record<string, readonly [data: Int32Array | Float32Array, shape: readonly number[]]>> = {
  csr: {
    data: [Float32Array.of(2, 1, 3, 4), [4]],
    indices: [ints(1, 0, 3, 2), [4]],
    indptr: [ints(0, 1, 3, 4), [4]],
  },
  csc: {
    data: [Float32Array.of(1, 2, 4, 3), [4]],
    indices: [ints(1, 0, 2, 1), [4]],
    indptr: [ints(0, 1, 2, 3, 4), [5]],
  },
  // 4 = 1 + 3: what occurs twice is added.
  coo: {
    data: [Float32Array.of(3, 1, 2, 1, 3), [5]],
    row: [ints(2, 2, 0, 1, 1), [5]],
    col: [ints(2, 2, 1, 0, 3), [5]],
  },
  bsr: {
    data: [Float32Array.of(0, 2, 1, 0, 0, 3, 4, 0), [4, 1, 2]],
    indices: [ints(0, 0, 1, 1), [4]],
    indptr: [ints(0, 1, 3, 4), [4]],
  },
  dia: {
    data: [Float32Array.of(1, 0, 0, 0, 0, 0, 4, 0, 0, 2, 0, 0, 0, 0, 0, 3), [4, 4]],
    offsets: [ints(-1, 0, 1, 2), [4]],
  },
};

function saved(format: string, parts = layouts[format], shape = ints(3, 4)): Uint8Array {
  const arrays = Object.entries(parts).map(([name, [data, sizes]]) => ({
    name: `${name}.npy`,
    content: encodeNpy(data, sizes),
  }));
  return zip([
    ...arrays,
    { name: 'format.npy', content: npyWith(descr('|S3', []), Buffer.from(format)) },
    { name: 'shape.npy', content: encodeNpy(shape, [2]) },
  ]);
}

describe('Sparse matrices of SciPy', () => {
  const folder = temporaryFolder();

  for (const format of Object.keys(layouts)) {
    it(`are read from the layout ${format}`, async () => {
      const path = await folder.write('counts.npz', saved(format));
      const { values } = await open(path);
      assert.deepEqual([values.dtype, values.shape], ['float32', [3, 4]]);
      assert.deepEqual(await bytesOf(values), Buffer.from(Float32Array.from(dense.flat()).buffer));
      const { summary } = await openDataset({ source: path });
      assert.deepEqual([summary.kind, summary.examples, summary.name], ['vectors', 3, 'counts']);
    });
  }

  it('keep 64-bit integers exact', async () => {
    const parts = { ...layouts.csr };
    const big = npyWith(descr('<i8', [4]), Buffer.from(BigInt64Array.of(2n, 1n, 3n, 2n ** 53n).buffer));
    const arrays = Object.entries(parts).map(([name, [data, sizes]]) => ({
      name: `${name}.npy`,
      content: name === 'data' ? big : encodeNpy(data, sizes),
    }));
    const path = await folder.write(
      'x.npz',
      zip([
        ...arrays,
        { name: 'format.npy', content: npyWith(descr('|S3', []), Buffer.from('csr')) },
        { name: 'shape.npy', content: encodeNpy(ints(3, 4), [2]) },
      ]),
    );
    const { values } = await open(path);
    assert.equal(values.dtype, 'int64');
    assert.equal((await bytesOf(values)).readBigInt64LE(8 * 10), 2n ** 53n);
  });

  it('whose parts do not fit together are refused', async () => {
    const csr = layouts.csr;
    const cases: [parts: (typeof layouts)[string], shape?: Int32Array<ArrayBuffer>][] = [
      [{ ...csr, indices: [ints(1, 0, 4, 2), [4]] }],
      [{ ...csr, indices: [ints(1, 0, -1, 2), [4]] }],
      [{ ...csr, indptr: [ints(0, 3, 1, 4), [4]] }],
      [{ ...csr, indptr: [ints(0, 1, 3, 9), [4]] }],
      [{ ...csr, indptr: [ints(1, 1, 3, 4), [4]] }],
      [{ ...csr, data: [Float32Array.of(1, 2, 3), [3]] }],
      [csr, ints(2_000_000_000, 4)],
      [csr, ints(-3, 4)],
    ];
    for (const [parts, shape] of cases) {
      const source = await folder.write('x.npz', saved('csr', parts, shape));
      const { code, message } = await sentenceOf(openDataset({ source }));
      assert.equal(code, 'data.sparse.shape', message);
    }
    const source = await folder.write('x.npz', saved('lil', layouts.csr));
    assert.equal((await sentenceOf(openDataset({ source }))).code, 'data.npy.type');
  });

  it('that memory does not hold dense are streamed from what they are', async () => {
    const [examples, features, perRow] = [5000, 120, 7];
    const next = random(3);
    const starts = Int32Array.from({ length: examples + 1 }, (_, i) => i * perRow);
    const indices = Int32Array.from({ length: examples * perRow }, (_, i) => (i % perRow) * 16 + (next() % 16));
    const data = Float32Array.from({ length: examples * perRow }, () => 1 + (next() % 9));
    const count = examples * perRow;
    const parts = { data: [data, [count]], indices: [indices, [count]], indptr: [starts, [examples + 1]] } as const;
    const source = await folder.write('x.npz', saved('csr', parts, ints(examples, features)));
    const dataset = await openStreamed({ source });
    await assertEqualRows(dataset, await openDataset({ source }, { encoding: dataset.encoding }));
  });
});

describe('Matrix Market files', () => {
  const folder = temporaryFolder();
  const general = [
    '%%MatrixMarket matrix coordinate integer general',
    '% by hand',
    '3 4 4',
    '1 2 2',
    '2 1 1',
    '2 4 3',
    '3 3 4',
  ];

  async function numbers(path: string): Promise<number[]> {
    const { values } = await open(path);
    const bytes = await bytesOf(values);
    const width = { int32: 4, float64: 8, uint8: 1 }[values.dtype as 'int32'] ?? 0;
    const read = { 1: 'readUInt8', 4: 'readInt32LE', 8: 'readDoubleLE' }[width] as 'readUInt8';
    return Array.from({ length: bytes.length / width }, (_, i) => bytes[read](i * width));
  }

  it('are read in any order of entries, gzipped or not, with any line ends', async () => {
    const [banner, comment, sizes, ...entries] = general;
    for (const lines of [general, [banner, comment, sizes, ...entries.reverse()], [banner, sizes, '', ...entries]]) {
      for (const end of ['\n', '\r\n']) {
        const text = lines.join(end);
        for (const content of [text, text + end, gzipSync(text)]) {
          assert.deepEqual(await numbers(await folder.write('m.mtx', content)), dense.flat());
        }
      }
    }
  });

  it('are read as their field, layout and symmetry say', async () => {
    const matrices: [head: string, body: string, expected: number[]][] = [
      ['coordinate real general', '2 2 2\n1 1 -1.5e-3\n2 2 .25', [-0.0015, 0, 0, 0.25]],
      ['coordinate real general', '1 2 1\n1 2 0.1234567890123456789', [0, 0.12345678901234568]],
      ['coordinate pattern general', '2 2 1\n2 1', [0, 0, 1, 0]],
      ['coordinate integer symmetric', '2 2 2\n1 1 5\n2 1 7', [5, 7, 7, 0]],
      ['coordinate integer skew-symmetric', '2 2 1\n2 1 7', [0, -7, 7, 0]],
      ['array real general', '2 3\n1\n2\n3\n4\n5\n6', [1, 3, 5, 2, 4, 6]],
      ['array integer symmetric', '2 2\n1\n2\n3', [1, 2, 2, 3]],
    ];
    for (const [head, body, expected] of matrices) {
      const path = await folder.write('m.mtx', `%%MatrixMarket matrix ${head}\n${body}\n`);
      assert.deepEqual(await numbers(path), expected, head);
    }
  });

  it('that are damaged are refused with the line', async () => {
    const text = general.join('\n');
    const cases: [content: string, code: string, says: RegExp][] = [
      [text.replace('2 4 3', '2 5 3'), 'data.mtx.line', /line 6: 2 5 3/],
      [text.replace('2 4 3', '0 4 3'), 'data.mtx.line', /line 6/],
      [text.replace('2 4 3', '2 4 x'), 'data.mtx.line', /2 4 x/],
      [text.replace('2 4 3', '2 4 0.5'), 'data.mtx.line', /2 4 0\.5/],
      [text.replace('2 4 3', '2 4 3 9'), 'data.mtx.line', /2 4 3 9/],
      [text.replace('2 4 3', '2 4'), 'data.mtx.line', /2 4 is/],
      [text.replace('3 4 4', '3 4'), 'data.mtx.line', /line 3: 3 4 is/],
      [text.replace('3 4 4', '3 4 5'), 'data.mtx.count', /5 entries, but holds 4/],
      [text.replace('3 4 4', '3 4 3'), 'data.mtx.count', /3 entries, but holds 4/],
      [text.replace('3 4 4', '3 4 4000000000'), 'data.mtx.count', /4000000000/],
      [text.replace('integer', 'complex'), 'data.mtx.type', /complex general/],
      [text.replace('matrix coordinate', 'tensor coordinate'), 'data.mtx.line', /line 1/],
    ];
    for (const [content, code, says] of cases) {
      const source = await folder.write('m.mtx', content);
      const sentence = await sentenceOf(openDataset({ source }));
      assert.equal(sentence.code, code, sentence.message);
      assert.match(sentence.message, says);
    }
  });

  describe('of 10x Genomics', () => {
    // Genes × cells: the transposed of `dense`.
    const matrix = ['%%MatrixMarket matrix coordinate integer general', '4 3 4', '2 1 2', '1 2 1', '4 2 3', '3 3 4'];
    const features = ['a\tGeneA', 'b\tGeneB', 'c\tGeneB', 'd\tbarcode']
      .map((line) => `${line}\tGene Expression\n`)
      .join('');
    const barcodes = 'AAC-1\nAAG-1\nAAT-1\n';

    async function sample(prefix = ''): Promise<string> {
      await folder.write(`${prefix}features.tsv.gz`, gzipSync(features));
      await folder.write(`${prefix}barcodes.tsv.gz`, gzipSync(barcodes));
      return folder.write(`${prefix}matrix.mtx.gz`, gzipSync(`${matrix.join('\n')}\n`));
    }

    it('have cells as examples, with the names of genes and cells', async () => {
      await sample();
      const { summary, values, columns } = await openDataset({ source: folder.path, counts: true });
      assert.deepEqual([summary.format, summary.examples, summary.shape], ['matrix-market', 3, [4]]);
      assert.deepEqual(Array.from(values), dense.flat());
      // Names occur once.
      assert.deepEqual(
        summary.columns.map(({ name, role }) => [name, role]),
        [
          ['barcode', 'id'],
          ['GeneA', 'feature'],
          ['GeneB', 'feature'],
          ['GeneB (2)', 'feature'],
          ['barcode (2)', 'feature'],
        ],
      );
      assert.deepEqual(columns[0].categories, ['AAC-1', 'AAG-1', 'AAT-1']);
    });

    it('are found beside a matrix with a name of a sample before it', async () => {
      assert.deepEqual(await numbers(await sample('GSM1_')), dense.flat());
    });

    it('that do not belong together are refused', async () => {
      const path = await sample();
      await folder.write('barcodes.tsv.gz', gzipSync('A\nB\n'));
      const { code, message } = await sentenceOf(openDataset({ source: path }));
      assert.equal(code, 'data.mtx.beside', message);
      assert.match(message, /4 rows and 3 columns, but 4 features and 2 barcodes/);
    });
  });

  it('are inspected', async () => {
    const { examples, duplicates } = await inspectStored(
      await open(await folder.write('m.mtx', general.join('\n'))),
      {},
    );
    assert.deepEqual([examples, duplicates], [3, 0]);
  });
});
