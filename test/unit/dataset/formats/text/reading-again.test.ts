import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { type CsvOptions, openCsv } from '../../../../../src/dataset/formats/csv/csv-reading';
import type { ColumnUse } from '../../../../../src/dataset/tables/column-roles';
import type { TableColumns } from '../../../../../src/dataset/tables/table-columns';
import { formatSentence, UserError } from '../../../../../src/protocol/errors';
import { sentenceOf, temporaryFolder } from '../../builders';

/** Nothing may stay in memory. */
const none: Pick<CsvOptions, 'memory'> = { memory: 0 };

/** All cells of a table, words as such. */
async function cellsOf(table: TableColumns): Promise<(number | string)[][]> {
  const width = table.columns.length;
  const rows: (number | string)[][] = [];
  for await (const block of table.blocks({})) {
    for (let row = 0; row < block.rows; row++) {
      const cells = Array.from(block.cells.subarray(row * width, (row + 1) * width));
      rows.push(
        cells.map((cell, column) =>
          table.columns[column].cells === 'words' && !Number.isNaN(cell) ? table.columns[column].word(cell) : cell,
        ),
      );
    }
  }
  return rows;
}

describe('A table that is read again', () => {
  const folder = temporaryFolder();

  async function assertSame(content: string | Uint8Array, use: ColumnUse = 'either'): Promise<TableColumns> {
    const path = await folder.write('table.csv', content);
    const options = { use: () => use, task: {} };
    const whole = await openCsv(path, options);
    const expected = await cellsOf(whole);
    for (const isKept of [false, true]) {
      const again = await openCsv(path, { ...options, ...none, keepsWords: () => isKept });
      const described = ({ columns }: TableColumns) =>
        columns.map(({ name, cells, dtype }) => ({ name, cells, dtype }));
      assert.deepEqual(described(again), described(whole));
      assert.deepEqual(again.warnings, whole.warnings);
      for (let pass = 0; pass < 2; pass++) assert.deepEqual(await cellsOf(again), expected);
      assert.equal(again.line(again.rows - 1), whole.line(whole.rows - 1));
    }
    return whole;
  }

  it('has the same cells, however they are written', async () => {
    await assertSame('\uFEFFa;b;c\r\n1,5;x;"two\r\nlines"\r\n\r\n2,5;;"a ""word"""\r\n?;y;\r\n');
    await assertSame(Buffer.from('\uFEFFa\tb\n1\té\n2\tü\n3\té\n', 'utf16le'));
    await assertSame(gzipSync('a,b\n1,2\n3,4\n5,6'));
    await assertSame(Buffer.from('a,b\n1,caf\xe9\n2,na\xefve\n', 'latin1'));
  });

  it('has the same cells where a column turns out to be something else', async () => {
    const rows = Array.from(
      { length: 3000 },
      (_, i) => `${i},${i < 2500 ? i : `w${i % 7}`},${(i % 12) + 1}/${(i % 9) + 1}/2020`,
    );
    const table = await assertSame(['a,b,c', ...rows, '0,0,31/1/2020', '0,0,31/1/2020 14:30'].join('\n'));
    assert.deepEqual(
      table.columns.map(({ cells }) => cells),
      ['numbers', 'words', 'seconds'],
    );
  });

  it('has the same cells in many blocks', async () => {
    const rows = Array.from(
      { length: 60_000 },
      (_, i) => `${i * 7},"${i % 3}\n${i % 100}",${i / 8},${2n ** 63n + BigInt(i)}`,
    );
    const table = await assertSame(rows.join('\n'));
    assert.deepEqual(
      table.columns.map(({ dtype }) => dtype),
      ['int64', 'str', 'float64', 'uint64'],
    );
  });

  it('has the same cells, whatever these are', async () => {
    const cell = fc.oneof(
      fc.constantFrom('', 'NA', '1', '-2.5', '1e300', '2020-01-31', '31.1.2020', 'red', '"a,b"', '"x\ny"', ' 7 '),
      fc.integer().map(String),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
    );
    const table = fc
      .integer({ min: 2, max: 5 })
      .chain((width) =>
        fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 60 }),
      );
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        const header = rows[0].map((_, i) => `c${i}`).join();
        await assertSame([header, ...rows.map((row) => row.join())].join('\n'));
      }),
      { numRuns: 60 },
    );
  });

  it('is as damaged as it was', async () => {
    const text = fc.array(
      fc.constantFrom('1', '7', '.', '-', 'e', 'x', ',', ',', ';', '"', '\n', '\n', '\r', ' ', '\xff', '?'),
      {
        maxLength: 80,
      },
    );
    const told = (path: string, options: Pick<CsvOptions, 'memory'>) =>
      openCsv(path, { use: () => 'any', task: {}, ...options })
        .then(cellsOf)
        .catch((error) => {
          assert.ok(error instanceof UserError, String(error));
          return formatSentence(error);
        });
    await fc.assert(
      fc.asyncProperty(text, async (characters) => {
        const path = await folder.write('table.csv', Buffer.from(characters.join(''), 'latin1'));
        assert.deepEqual(await told(path, none), await told(path, {}));
      }),
      { numRuns: 500 },
    );
  });

  it('holds only some words of columns that have very many, unless they are wanted', async () => {
    const path = await folder.write(
      't.csv',
      Array.from({ length: 40_000 }, (_, i) => `w${i},${i % 5}x,${i}`).join('\n'),
    );
    const open = (isKept: boolean) => openCsv(path, { use: () => 'any', ...none, keepsWords: () => isKept, task: {} });
    const passing = await open(false);
    assert.deepEqual(
      passing.columns.map((column) => column.passing ?? false),
      [true, false, false],
    );
    assert.equal(passing.columns[1].words().length, 5);
    const kept = await open(true);
    await cellsOf(kept);
    assert.equal(kept.columns[0].words().length, 40_000);
  });

  it('says so when it has become shorter meanwhile', async () => {
    const text = ['a,b', '1,2', '3,4', '5,6'];
    const path = await folder.write('t.csv', text.join('\n'));
    const table = await openCsv(path, { use: () => 'any', ...none, task: {} });
    await folder.write('t.csv', text.slice(0, 3).join('\n'));
    const { code, message } = await sentenceOf(cellsOf(table));
    assert.equal(code, 'data.table.changed');
    assert.match(message, /had 3 rows, and then 2/);
  });
});
