import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { openParquetFile } from '../../../../../src/dataset/formats/parquet/parquet-file';
import { sentenceOf, temporaryFolder } from '../../builders';
import { type ParquetColumn, type ParquetOptions, parquet, plain } from './parquet-writer';
import { type Cell, readColumns, refusalOf, typeName } from './reading';

const codecs = ['UNCOMPRESSED', 'SNAPPY', 'GZIP', 'BROTLI', 'LZ4', 'LZ4_RAW', 'ZSTD'] as const;

describe('Parquet files', () => {
  const folder = temporaryFolder();
  const open = async (bytes: Uint8Array, ignore: readonly string[] = []) =>
    openParquetFile(await folder.write('table.parquet', bytes), { ignore });
  const read = async (columns: readonly ParquetColumn[], options?: ParquetOptions) =>
    readColumns(await open(parquet(columns, options)));

  it('give every type as it is stored', async () => {
    const file = await open(
      parquet([
        { name: 'flag', type: 'BOOLEAN', values: [true, false, true].map(plain.boolean) },
        { name: 'byte', type: 'INT32', converted: 15, values: [-128, 0, 127].map(plain.int32) },
        { name: 'ubyte', type: 'INT32', converted: 11, values: [0, 1, 255].map(plain.int32) },
        { name: 'short', type: 'INT32', converted: 16, values: [-32768, 0, 32767].map(plain.int32) },
        { name: 'int', type: 'INT32', values: [-(2 ** 31), 0, 2 ** 31 - 1].map(plain.int32) },
        { name: 'uint', type: 'INT32', converted: 13, values: [0, 1, -1].map(plain.int32) },
        { name: 'long', type: 'INT64', values: [-(2n ** 63n), 2n ** 53n + 1n, 2n ** 63n - 1n].map(plain.int64) },
        { name: 'ulong', type: 'INT64', converted: 14, values: [0n, 1n, -1n].map(plain.int64) },
        { name: 'float', type: 'FLOAT', values: [0.1, -0, Number.NaN].map(plain.float) },
        { name: 'double', type: 'DOUBLE', values: [0.1, 1e300, Number.NEGATIVE_INFINITY].map(plain.double) },
        { name: 'day', type: 'INT32', converted: 6, values: [-1, 0, 20000].map(plain.int32) },
        { name: 'time', type: 'INT64', converted: 10, values: [-1n, 0n, 1n].map(plain.int64) },
        { name: 'text', type: 'BYTE_ARRAY', converted: 0, values: ['', 'ü', 'abc'].map(plain.text) },
      ]),
    );
    assert.deepEqual(
      file.columns.map(({ type }) =>
        type.kind === 'numbers' ? `${type.dtype} ${type.time ?? ''}`.trim() : typeName(type),
      ),
      [
        'bool',
        'int8',
        'uint8',
        'int16',
        'int32',
        'uint32',
        'int64',
        'uint64',
        'float32',
        'float64',
        'int32 datetime64[D]',
        'int64 datetime64[us]',
        'str',
      ],
    );
    assert.deepEqual(await readColumns(file), {
      flag: [1, 0, 1],
      byte: [-128, 0, 127],
      ubyte: [0, 1, 255],
      short: [-32768, 0, 32767],
      int: [-(2 ** 31), 0, 2 ** 31 - 1],
      uint: [0, 1, 2 ** 32 - 1],
      long: [-(2n ** 63n), 2n ** 53n + 1n, 2n ** 63n - 1n],
      ulong: [0n, 1n, 2n ** 64n - 1n],
      float: [Math.fround(0.1), -0, Number.NaN],
      double: [0.1, 1e300, Number.NEGATIVE_INFINITY],
      day: [-1, 0, 20000],
      time: [-1n, 0n, 1n],
      text: ['', 'ü', 'abc'],
    });
  });

  it('give decimal numbers as the nearest doubles', async () => {
    const big = Buffer.from('ff85ee37bf5ef9b1d5b0d7f1', 'hex');
    assert.deepEqual(
      await read([
        { name: 'small', type: 'INT32', converted: 5, scale: 2, values: [-12345, 7].map(plain.int32) },
        { name: 'large', type: 'INT64', converted: 5, scale: 18, values: [1n, 10n ** 18n].map(plain.int64) },
        { name: 'odd', type: 'INT64', converted: 5, scale: 1, values: [9007199254741021n, 5n].map(plain.int64) },
        {
          name: 'bytes',
          type: 'BYTE_ARRAY',
          converted: 5,
          scale: 1,
          values: [big, Buffer.from([0, 25])].map(plain.bytes),
        },
        {
          name: 'fixed',
          type: 'FIXED_LEN_BYTE_ARRAY',
          length: 4,
          converted: 5,
          scale: 3,
          values: [Buffer.from('fffffc18', 'hex'), Buffer.from('00000001', 'hex')],
        },
      ]),
      {
        small: [-123.45, 0.07],
        large: [1e-18, 1],
        odd: [Number('900719925474102.1'), 0.5],
        bytes: [Number(`${BigInt.asIntN(96, BigInt(`0x${big.toString('hex')}`))}e-1`), 2.5],
        fixed: [-1, 0.001],
      },
    );
  });

  it('give timestamps of 12 bytes in nanoseconds, and refuse those that nanoseconds cannot count', async () => {
    const at = (days: number, nanoseconds: bigint) => Buffer.concat([plain.int64(nanoseconds), plain.int32(days)]);
    const column = (value: Uint8Array): ParquetColumn => ({ name: 'at', type: 'INT96', values: [value] });
    assert.deepEqual(await read([column(at(2440589, 5n))]), { at: [86_400_000_000_005n] });
    const { code, message } = await sentenceOf(read([column(at(5373484, 0n))]));
    assert.equal(code, 'data.columnar.time');
    assert.match(message, /column at/);
  });

  it('say which values are missing', async () => {
    const values = [null, plain.double(1), null, plain.double(2)];
    for (const pageVersion of [1, 2] as const) {
      assert.deepEqual(await read([{ name: 'x', type: 'DOUBLE', values }], { pageVersion }), { x: [null, 1, null, 2] });
    }
    assert.deepEqual(await read([{ name: 'x', type: 'BYTE_ARRAY', values: [null, plain.text('a')] }]), {
      x: [null, 'a'],
    });
    assert.deepEqual(await read([{ name: 'x', type: 'BOOLEAN', values: [null, null] }]), { x: [null, null] });
  });

  it('come back as they were written, whatever the codec, pages, groups and dictionary', async () => {
    const value = fc.option(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), { freq: 4 });
    const text = fc.option(fc.constantFrom('red', 'green', 'blue', '', 'ünï'), { freq: 4 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(value, text), { minLength: 1, maxLength: 60 }),
        fc.record({
          codec: fc.constantFrom(...codecs),
          pageVersion: fc.constantFrom(1, 2),
          rowsPerGroup: fc.integer({ min: 1, max: 70 }),
          rowsPerPage: fc.integer({ min: 1, max: 70 }),
          dictionary: fc.boolean(),
          checksums: fc.boolean(),
        }),
        async (rows, options) => {
          const columns: ParquetColumn[] = [
            { name: 'n', type: 'INT32', values: rows.map(([n]) => (n === null ? null : plain.int32(n))) },
            { name: 't', type: 'BYTE_ARRAY', values: rows.map(([, t]) => (t === null ? null : plain.text(t))) },
          ];
          const expected: Record<string, Cell[]> = { n: rows.map(([n]) => n), t: rows.map(([, t]) => t) };
          assert.deepEqual(await read(columns, options), expected);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('are read where the file is gzip as a whole', async () => {
    const file = await open(gzipSync(parquet([{ name: 'x', type: 'INT32', values: [1, 2].map(plain.int32) }])));
    assert.deepEqual(await readColumns(file), { x: [1, 2] });
  });

  it('give lists of one length as vectors', async () => {
    const vector = (...values: (number | null)[]) =>
      values.map((value) => (value === null ? null : plain.float(value)));
    const values = [null, vector(1, 2, 3), vector(4, null, 6), vector(7, 8, 9)];
    for (const options of [{}, { pageVersion: 2, rowsPerPage: 1 }, { rowsPerGroup: 2, dictionary: true }] as const) {
      const file = await open(parquet([{ name: 'v', type: 'FLOAT', list: true, values }], options));
      assert.deepEqual(file.columns[0].type, { kind: 'numbers', dtype: 'float32', width: 3, vectors: true });
      assert.deepEqual(await readColumns(file), { v: [null, null, null, 1, 2, 3, 4, null, 6, 7, 8, 9] });
    }
  });

  it('name the column and row of a list of another length', async () => {
    const list = (length: number) => Array.from({ length }, (_, i) => plain.float(i));
    for (const [lengths, row, length] of [
      [[2, 2, 3, 2], 2, 3],
      [[2, 1, 2], 1, 1],
      [[2, 2, 1], 2, 1],
      [[2, 0], 1, 0],
    ] as const) {
      const column: ParquetColumn = { name: 'v', type: 'FLOAT', list: true, values: lengths.map(list) };
      const { code, message } = await refusalOf(open(parquet([column])));
      assert.equal(code, 'data.columnar.unequal');
      assert.match(message, new RegExp(`list in row ${row} .* of column v has ${length} elements instead of 2`));
    }
  });

  it('refuse lists of nothing', async () => {
    const column: ParquetColumn = { name: 'v', type: 'FLOAT', list: true, values: [null, [], []] };
    assert.equal((await refusalOf(open(parquet([column])))).code, 'data.columnar.nested');
    const nulls: ParquetColumn = { ...column, values: [null, null] };
    assert.deepEqual(await read([nulls]), { v: [null, null] });
  });

  it('leave out a column that is nested, and say why', async () => {
    const words: ParquetColumn = {
      name: 'tags',
      type: 'BYTE_ARRAY',
      converted: 0,
      list: true,
      values: [[plain.text('a')]],
    };
    const number: ParquetColumn = { name: 'x', type: 'INT32', values: [plain.int32(5)] };
    const bytes = parquet([words, number]);
    const { code, message } = await refusalOf(open(bytes));
    assert.equal(code, 'data.columnar.nested');
    assert.match(message, /column tags is nested/);
    assert.deepEqual(await readColumns(await open(bytes)), { x: [5] });
    assert.deepEqual((await open(bytes, ['tags'])).unread, []);
  });

  it('name a column of bytes that are no text, and one of an unknown codec', async () => {
    const bytes: ParquetColumn = { name: 'raw', type: 'BYTE_ARRAY', values: [plain.bytes(Buffer.from([0xff, 0xfe]))] };
    assert.equal((await refusalOf(open(parquet([bytes])))).code, 'data.columnar.type');
    const fixed: ParquetColumn = { name: 'raw', type: 'FIXED_LEN_BYTE_ARRAY', length: 3, values: [Buffer.alloc(3)] };
    assert.match((await refusalOf(open(parquet([fixed])))).message, /FIXED_LEN_BYTE_ARRAY\(3\)/);
    const number: ParquetColumn = { name: 'x', type: 'INT32', values: [plain.int32(5)] };
    assert.match((await sentenceOf(read([number], { codec: 'LZO' }))).message, /column x is compressed by LZO/);
  });

  it('are refused where they are cut off, or say what cannot be', async () => {
    const whole = parquet([{ name: 'x', type: 'DOUBLE', values: [1, 2, 3].map(plain.double) }]);
    assert.equal((await sentenceOf(open(whole.subarray(0, whole.length - 1)))).code, 'data.columnar.cutOff');
    assert.equal((await sentenceOf(open(Buffer.from('PAR1')))).code, 'data.columnar.cutOff');
    const huge = Buffer.from(whole);
    huge.writeUInt32LE(0xfffffff0, huge.length - 8);
    assert.equal((await sentenceOf(open(huge))).code, 'data.columnar.footer');
    const encrypted = Buffer.concat([whole.subarray(0, whole.length - 4), Buffer.from('PARE')]);
    assert.equal((await sentenceOf(open(encrypted))).code, 'data.columnar.encrypted');
  });

  it('are refused where a page has another checksum', async () => {
    const whole = parquet([{ name: 'x', type: 'DOUBLE', required: true, values: [1.5].map(plain.double) }], {
      checksums: true,
    });
    const at = whole.indexOf(Buffer.from(plain.double(1.5)));
    whole[at] ^= 1;
    const { code, message } = await sentenceOf(open(whole).then(readColumns));
    assert.equal(code, 'data.columnar.damaged');
    assert.match(message, /column x, at byte 4\./);
  });

  it('never give anything but values or a sentence, whatever byte is changed', async () => {
    const column: ParquetColumn = { name: 'x', type: 'INT32', values: [1, 2, 2, 2, 2, 2, 2, 2, 2, 3].map(plain.int32) };
    const list: ParquetColumn = {
      name: 'v',
      type: 'FLOAT',
      list: true,
      values: Array.from({ length: 10 }, (_, i) => [plain.float(i), plain.float(1)]),
    };
    for (const options of [{ dictionary: true }, { pageVersion: 2, codec: 'SNAPPY' }, { codec: 'ZSTD' }] as const) {
      const whole = parquet([column, list], options);
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
          async (changes) => {
            const mutant = Buffer.from(whole);
            for (const [at, byte] of changes) mutant[at] = byte;
            const outcome = open(mutant).then(readColumns);
            await outcome.catch((error: unknown) => {
              assert.ok(error instanceof Error && error.name === 'UserError', String(error));
            });
          },
        ),
        { numRuns: 100 },
      );
    }
  });
});
