import assert from 'node:assert/strict';
import {
  binary,
  bool,
  dateDay,
  dateMillisecond,
  decimal,
  dictionary,
  duration,
  fixedSizeList,
  float16,
  float32,
  float64,
  int8,
  int16,
  int32,
  int64,
  largeUtf8,
  list,
  struct,
  TimeUnit,
  timestamp,
  uint8,
  uint16,
  uint32,
  uint64,
  utf8,
} from '@uwdata/flechette';
import fc from 'fast-check';
import { withRandomAccess } from '../../../../../src/dataset/bytes/random-access';
import { openArrowFile } from '../../../../../src/dataset/formats/arrow/arrow-file';
import { readMessage } from '../../../../../src/dataset/formats/arrow/message';
import { formatOf } from '../../../../../src/dataset/formats/registry';
import { sentenceOf, temporaryFolder } from '../../builders';
import { type ArrowOptions, arrow } from './arrow-writer';
import { readColumns, refusalOf, typeName } from './reading';

describe('Arrow files and streams', () => {
  const folder = temporaryFolder();
  const open = async (bytes: Uint8Array, ignore: readonly string[] = []) =>
    openArrowFile(await folder.write('table.arrow', bytes), { ignore });
  const read = async (...written: Parameters<typeof arrow>) => readColumns(await open(arrow(...written)));

  it('give every type as it is stored', async () => {
    const file = await open(
      arrow({
        bool: [bool(), [true, null, false]],
        int8: [int8(), [-128, null, 127]],
        uint8: [uint8(), [0, null, 255]],
        int16: [int16(), [-32768, null, 32767]],
        uint16: [uint16(), [0, null, 65535]],
        int32: [int32(), [-(2 ** 31), null, 2 ** 31 - 1]],
        uint32: [uint32(), [0, null, 2 ** 32 - 1]],
        int64: [int64(), [-(2n ** 63n), null, 2n ** 53n + 1n]],
        uint64: [uint64(), [0n, null, 2n ** 64n - 1n]],
        float16: [float16(), [0.5, null, -2]],
        float32: [float32(), [0.25, null, Number.NaN]],
        float64: [float64(), [0.1, null, Number.POSITIVE_INFINITY]],
        decimal: [decimal(38, 3, 128), [-1.5, null, 12.345]],
        day: [dateDay(), [new Date(-86_400_000), null, new Date(0)]],
        date: [dateMillisecond(), [new Date(1), null, new Date(2)]],
        time: [timestamp(TimeUnit.MICROSECOND), [1.5, null, 2]],
        duration: [duration(TimeUnit.SECOND), [1n, null, 2n]],
        text: [utf8(), ['', null, 'ünï']],
        large: [largeUtf8(), ['a', null, 'b']],
        colour: [dictionary(utf8(), int8()), ['red', null, 'red']],
      }),
    );
    assert.deepEqual(Object.fromEntries(file.columns.map(({ name, type }) => [name, typeName(type)])), {
      ...Object.fromEntries(
        ['bool', 'int8', 'uint8', 'int16', 'uint16', 'int32', 'uint32', 'int64', 'uint64'].map((name) => [name, name]),
      ),
      float16: 'float16',
      float32: 'float32',
      float64: 'float64',
      decimal: 'float64',
      day: 'datetime64[D]',
      date: 'datetime64[ms]',
      time: 'datetime64[us]',
      duration: 'timedelta64[s]',
      text: 'str',
      large: 'str',
      colour: 'str',
    });
    assert.deepEqual(await readColumns(file), {
      bool: [1, null, 0],
      int8: [-128, null, 127],
      uint8: [0, null, 255],
      int16: [-32768, null, 32767],
      uint16: [0, null, 65535],
      int32: [-(2 ** 31), null, 2 ** 31 - 1],
      uint32: [0, null, 2 ** 32 - 1],
      int64: [-(2n ** 63n), null, 2n ** 53n + 1n],
      uint64: [0n, null, 2n ** 64n - 1n],
      float16: [0.5, null, -2],
      float32: [0.25, null, Number.NaN],
      float64: [0.1, null, Number.POSITIVE_INFINITY],
      decimal: [-1.5, null, 12.345],
      day: [-1, null, 0],
      date: [1n, null, 2n],
      time: [1500n, null, 2000n],
      duration: [1n, null, 2n],
      text: ['', null, 'ünï'],
      large: ['a', null, 'b'],
      colour: ['red', null, 'red'],
    });
  });

  it('come back as they were written, in batches, compressed or not', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.option(fc.integer({ min: -9, max: 9 })), { minLength: 1, maxLength: 50 }),
        fc.array(fc.option(fc.string({ maxLength: 20 })), { minLength: 50, maxLength: 50 }),
        fc.record({
          format: fc.constantFrom('file', 'stream'),
          compression: fc.constantFrom('lz4', 'zstd', null),
          rowsPerBatch: fc.integer({ min: 1, max: 60 }),
        }),
        async (numbers, texts, options) => {
          const words = texts.slice(0, numbers.length);
          const same = numbers.map(() => 7);
          const columns = await read(
            {
              n: [int32(), numbers],
              t: [utf8(), words],
              d: [dictionary(utf8(), int16()), words],
              same: [float64(), same],
            },
            options,
          );
          assert.deepEqual(columns, { n: numbers, t: words, d: words, same });
        },
      ),
      { numRuns: 100 },
    );
  });

  it('give zero where a value is missing, whatever lies there', async () => {
    const bytes = Buffer.from(arrow({ n: [int32(), [0x11223344, null, 0x55667788]] }));
    const at = bytes.indexOf(Buffer.from('4433221100000000', 'hex'));
    bytes.writeUInt32LE(0xffffffff, at + 4);
    const file = await open(bytes);
    for await (const [block] of file.blocks([0])) {
      assert.ok(block.kind === 'numbers');
      assert.deepEqual([...new Int32Array(block.elements.buffer)], [0x11223344, 0, 0x55667788]);
      assert.deepEqual([...(block.valid ?? [])], [1, 0, 1]);
    }
  });

  it('keep dictionaries apart, and replace them on the way', async () => {
    const codes = (words: readonly string[]) => [dictionary(utf8(), int8()), words] as const;
    const first = arrow({ a: codes(['x', 'y']), b: codes(['u', 'v']) }, { format: 'stream' });
    assert.deepEqual(await readColumns(await open(first)), { a: ['x', 'y'], b: ['u', 'v'] });
    const second = arrow({ a: codes(['new', 'newer']), b: codes(['u', 'w']) }, { format: 'stream' });
    const withoutEnd = first.subarray(0, await endOfBatches(first));
    const withoutSchema = second.subarray(await endOfSchema(second));
    assert.deepEqual(await readColumns(await open(Buffer.concat([withoutEnd, withoutSchema]))), {
      a: ['x', 'y', 'new', 'newer'],
      b: ['u', 'v', 'u', 'w'],
    });
  });

  const endOfSchema = async (stream: Uint8Array) => {
    const path = await folder.write('stream.arrow', stream);
    return withRandomAccess(path, undefined, async (file) => (await readMessage(file, 0))?.end ?? 0);
  };
  const endOfBatches = async (stream: Uint8Array) => {
    const path = await folder.write('stream.arrow', stream);
    return withRandomAccess(path, undefined, async (file) => {
      let end = 0;
      for (let message = await readMessage(file, 0); message; message = await readMessage(file, end)) end = message.end;
      return end;
    });
  };

  it('give lists of one length as vectors', async () => {
    const vectors = [[1, 2, 3], null, [4, 5, 6], [7, 8, 9]];
    for (const type of [list(float32()), fixedSizeList(float32(), 3)]) {
      for (const rowsPerBatch of [1, 3, 10]) {
        const file = await open(arrow({ v: [type, vectors] }, { rowsPerBatch }));
        assert.deepEqual(file.columns[0].type, { kind: 'numbers', dtype: 'float32', width: 3, vectors: true });
        assert.deepEqual(await readColumns(file), { v: [1, 2, 3, null, null, null, 4, 5, 6, 7, 8, 9] });
      }
    }
    const { code, message } = await sentenceOf(read({ v: [list(float32()), [[1], [2], [3, 4]]] }, { rowsPerBatch: 2 }));
    const ragged = await refusalOf(open(arrow({ v: [list(float32()), [[1], [2], [3, 4]]] })));
    assert.equal(ragged.message, message);
    assert.equal(code, 'data.columnar.unequal');
    assert.match(message, /list in row 2 .* of column v has 2 elements instead of 1/);
  });

  it('leave out a column that is nested or holds bytes, and say why', async () => {
    const bytes = arrow({
      s: [struct({ a: int32(), b: utf8() }), [{ a: 1, b: 'x' }]],
      raw: [binary(), [new Uint8Array([1, 2])]],
      x: [int32(), [5]],
    });
    assert.match((await refusalOf(open(bytes))).message, /column s is nested/);
    assert.match((await refusalOf(open(bytes, ['s']))).message, /column raw holds values of type bytes/);
    assert.deepEqual(await readColumns(await open(bytes)), { x: [5] });
    assert.deepEqual((await open(bytes, ['s', 'raw'])).unread, []);
  });

  it('are told by their first bytes', () => {
    const columns = { x: [int32(), [1]] } as const;
    assert.equal(formatOf(arrow(columns)).name, 'arrow');
    assert.equal(formatOf(arrow(columns, { format: 'stream' })).name, 'arrow');
    assert.notEqual(formatOf(Buffer.alloc(64, 0xff)).name, 'arrow');
    assert.equal(formatOf(Buffer.from('FEA1....')).name, 'feather1');
  });

  it('are refused where they are cut off', async () => {
    const whole = arrow({ x: [float64(), [1, 2, 3]] });
    assert.equal((await sentenceOf(open(whole.subarray(0, whole.length - 3)))).code, 'data.columnar.cutOff');
    const huge = Buffer.from(whole);
    huge.writeInt32LE(2 ** 31 - 1, huge.length - 10);
    assert.equal((await sentenceOf(open(huge))).code, 'data.columnar.footer');
    const stream = arrow({ x: [float64(), [1, 2, 3]] }, { format: 'stream' });
    const cut = await sentenceOf(open(stream.subarray(0, stream.length - 16)));
    assert.ok(['data.columnar.message', 'data.truncated'].includes(cut.code), cut.code);
  });

  it('never give anything but values or a sentence, whatever byte is changed', async () => {
    const columns = {
      n: [int32(), [1, null, 3]],
      t: [utf8(), ['a', 'bcd', null]],
      d: [dictionary(utf8(), int8()), ['x', 'y', 'x']],
      v: [list(float32()), [[1, 2], [3, 4], null]],
    } as const;
    const variants: ArrowOptions[] = [{}, { format: 'stream', rowsPerBatch: 2 }, { compression: 'zstd' }];
    for (const options of variants) {
      const whole = arrow(columns, options);
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
          async (changes) => {
            const mutant = Buffer.from(whole);
            for (const [at, byte] of changes) mutant[at] = byte;
            await open(mutant)
              .then(readColumns)
              .catch((error: unknown) => {
                assert.ok(error instanceof Error && error.name === 'UserError', String(error));
              });
          },
        ),
        { numRuns: 150 },
      );
    }
  });
});
