import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { openCsv } from '../../../../../src/dataset/formats/csv/csv-reading';
import { openDataFile } from '../../../../../src/dataset/formats/registry';
import { temporaryFolder } from '../../builders';

/** How a table is written. */
interface Manner {
  readonly separator: string;
  readonly lineEnd: string;
  readonly decimal: string;
  readonly encoding: 'utf8' | 'utf8-mark' | 'utf16le-mark' | 'utf16be-mark' | 'utf16le' | 'utf16be';
  readonly lastLineEnd: boolean;
  readonly gzip: boolean;
}

const manners: fc.Arbitrary<Manner> = fc.record({
  separator: fc.constantFrom(',', ';', '\t', '|'),
  lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
  decimal: fc.constantFrom('.', ','),
  encoding: fc.constantFrom('utf8', 'utf8-mark', 'utf16le-mark', 'utf16be-mark', 'utf16le', 'utf16be'),
  lastLineEnd: fc.boolean(),
  gzip: fc.boolean(),
});

type Cell = number | string | null;

/** Cells of numbers as people and programs write them. */
const numbers = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value || 0),
  fc.integer(),
  fc.float({ noNaN: true, noDefaultInfinity: true }).map((value) => Number(value.toFixed(4)) || 0),
  fc.tuple(fc.integer({ min: -9999, max: 9999 }), fc.constantFrom(0.5, 0.25, 0.1)).map(([a, b]) => a * b || 0),
);
/** They begin with a letter, so that none is a number, a date or missing. */
const words = fc.string({ unit: 'grapheme', maxLength: 8 }).map((word) => `w${word}`.trim());

const columns = fc.constantFrom<'numbers' | 'words'>('numbers', 'words');
const tables = fc
  .tuple(fc.array(columns, { minLength: 1, maxLength: 5 }), fc.integer({ min: 3, max: 40 }))
  .chain(([kinds, rows]) =>
    fc.record({
      kinds: fc.constant(['numbers' as const, ...kinds]),
      rows: fc.array(
        fc.tuple(
          ...['numbers' as const, ...kinds].map(
            (kind): fc.Arbitrary<Cell> => fc.option<Cell>(kind === 'numbers' ? numbers : words, { freq: 8 }),
          ),
        ),
        { minLength: rows, maxLength: rows },
      ),
      quoted: fc.infiniteStream(fc.boolean()),
      missing: fc.infiniteStream(fc.constantFrom('', 'NA', 'NaN', 'null', '?', 'N/A')),
    }),
  );

function write(cell: Cell, manner: Manner, quoted: boolean, missing: string): string {
  const text = cell === null ? missing : typeof cell === 'number' ? String(cell).replace('.', manner.decimal) : cell;
  const needsQuotes = /["\r\n]/.test(text) || text.includes(manner.separator) || /^\s|\s$/.test(text);
  return quoted || needsQuotes ? `"${text.replaceAll('"', '""')}"` : text;
}

function encode(text: string, { encoding, gzip }: Manner): Uint8Array {
  const marked = encoding.endsWith('-mark') ? `\uFEFF${text}` : text;
  const bytes = Buffer.from(marked, encoding.startsWith('utf8') ? 'utf8' : 'utf16le');
  const ordered = encoding.startsWith('utf16be') ? bytes.swap16() : bytes;
  return gzip ? gzipSync(ordered) : ordered;
}

describe('Tables in any dialect', () => {
  const folder = temporaryFolder();

  it('are read back as they were written', async () => {
    await fc.assert(
      fc.asyncProperty(tables, manners, async ({ kinds, rows, quoted, missing }, chosen) => {
        // A decimal comma needs another separator; where it is a tab or bar, the first row has to give it away.
        const decimal = chosen.separator === ';' ? chosen.decimal : '.';
        const manner = { ...chosen, decimal };
        const first: Cell[] = kinds.map((kind) => (kind === 'numbers' ? 0.5 : 'word'));
        const all = Array.from({ length: 3 }, () => first).concat(rows);
        const header = kinds.map((kind, i) => `${kind} ${i}`);
        const written = all.map((row) =>
          row.map((cell) => write(cell, manner, quoted.next().value ?? false, missing.next().value ?? '')),
        );
        // Those of nothing but separators are none, also where all cells stand in quotes.
        const there = all.filter((_, i) => written[i].some((text) => text !== '' && text !== '""'));
        const lines = written.map((row) => row.join(manner.separator));
        const text = [header.join(manner.separator), ...lines].join(manner.lineEnd);
        const bytes = encode(manner.lastLineEnd ? text + manner.lineEnd : text, manner);
        const table = await openCsv(await folder.write('t.csv', bytes), { use: () => 'any', task: {} });
        assert.deepEqual(
          table.columns.map(({ name, cells }) => [name, cells]),
          kinds.map((kind, i) => [`${kind} ${i}`, kind]),
        );
        const read: Cell[][] = [];
        for await (const { cells, rows: count } of table.blocks({})) {
          for (let row = 0; row < count; row++) {
            read.push(
              kinds.map((kind, i) => {
                const cell = cells[row * kinds.length + i];
                return Number.isNaN(cell) ? null : kind === 'words' ? table.columns[i].words()[cell] : cell;
              }),
            );
          }
        }
        assert.deepEqual(read, there);
        assert.deepEqual(
          table.warnings.map(({ code, params }) => [code, params.count]),
          there.length < all.length ? [['data.table.emptyRows', all.length - there.length]] : [],
        );
      }),
      { numRuns: 100 },
    );
  });

  const read = async (text: string | Uint8Array) => {
    const table = await openCsv(await folder.write('t.csv', text), { use: () => 'any', task: {} });
    const rows: number[][] = [];
    for await (const { cells } of table.blocks({})) {
      for (let i = 0; i < cells.length; i += table.columns.length) {
        rows.push(Array.from(cells.subarray(i, i + table.columns.length)));
      }
    }
    return { table, rows };
  };

  it('tell a decimal comma, and where nothing tells say what was read', async () => {
    assert.deepEqual((await read('a;b\n1,234;2\n5,678;4\n')).rows, [
      [1.234, 2],
      [5.678, 4],
    ]);
    assert.deepEqual((await read('a\tb\n1,5\t2\n2,25\t4\n')).rows, [
      [1.5, 2],
      [2.25, 4],
    ]);
    const { rows, table } = await read('a\tb\n1,234\t2\n5,678\t4\n');
    assert.deepEqual(rows, [
      [1234, 2],
      [5678, 4],
    ]);
    assert.deepEqual(
      table.warnings.map(({ code }) => code),
      ['data.table.dressed', 'data.table.doubtfulNumbers'],
    );
    const points = await read('a;b\n1.234;2\n5.678;4\n');
    assert.deepEqual(points.rows, [
      [1.234, 2],
      [5.678, 4],
    ]);
    const [doubt] = points.table.warnings;
    const { value, other } = doubt.params;
    assert.deepEqual([doubt.code, value, other], ['data.table.doubtfulNumbers', 1.234, 1234]);
    for (const clear of ['a;b\n1.234;2\n0.678;4\n', 'a;b\n1.234;2\n5.67;4\n', 'a,b\n1.234,2\n5.678,4\n'])
      assert.deepEqual((await read(clear)).table.warnings, [], clear);
  });

  it('have no sign of a comment before their first name', async () => {
    const { table, rows } = await read('# a,b\n1,2\n3,4\n');
    assert.deepEqual(
      table.columns.map(({ name }) => name),
      ['a', 'b'],
    );
    assert.deepEqual(rows, [
      [1, 2],
      [3, 4],
    ]);
    assert.equal((await read('#,b\n1,2\n3,4\n')).table.columns[0].name, '#');
  });

  it('are Windows-1252 where they are no UTF-8, and say so', async () => {
    const { table } = await read(Buffer.from('gr\xf6\xdfe,art\n1,s\xfc\xdf\n2,\x80uro\n3,s\xfc\xdf\n', 'latin1'));
    assert.equal(table.columns[0].name, 'größe');
    assert.deepEqual(table.columns[1].words(), ['süß', '€uro']);
    assert.deepEqual(
      table.warnings.map(({ code }) => code),
      ['data.text.encoding'],
    );
  });

  it('in the encodings of East Asia are read as such, and say so', async () => {
    // Python: base64.b64encode(text.encode('gb18030')), and so on. Second bytes of Big5 and Shift JIS may be letters or bars.
    const cases: [name: string, base64: string, header: string[], words: string[]][] = [
      [
        'GBK',
        'seC6xSzQ1cP7LLPHytAKMSzVxc6wLLGxvqkKMizN9be8LMnPuqMKMyzA7sTILLnj1t0K',
        ['编号', '姓名', '城市'],
        ['张伟', '王芳', '李娜'],
      ],
      [
        'Big5',
        'vXO4uSypbaZXLKuwpasKMSyzr6RqpOUsu0+lXwoyLKpMpHC12CywqravCjMsp/WlXCy7T6SkCg==',
        ['編號', '姓名', '城市'],
        ['陳大文', '林小華', '李功'],
      ],
      [
        'Shift JIS',
        'lNSNhiyWvJFPLJNzjnMKMSyOUpNjkb6YWSyTjIueCjIsg1yDaoNBLJHljeMKMyyX6ZbYidSOcSyQ5ZHkCg==',
        ['番号', '名前', '都市'],
        ['山田太郎', 'ソニア', '鈴木花子'],
      ],
      [
        'EUC-KR',
        'ufjIoyzAzLinLLW1vcMKMSyx6MO2vPYsvK2/7woyLMDMv7XI8Sy6zrvqCjMsudq5zsHYLLTrsbgK',
        ['번호', '이름', '도시'],
        ['김철수', '이영희', '박민준'],
      ],
    ];
    for (const [name, base64, header, words] of cases) {
      const bytes = Buffer.from(base64, 'base64');
      // Also where nothing but numbers comes at first.
      const later = Buffer.concat([Buffer.from('a,b,c\n'), Buffer.from('p,,x\n'.repeat(300_000)), bytes]);
      for (const [content, columns, found] of [
        [bytes, header, words],
        [later, ['a', 'b', 'c'], [header[1], ...words]],
      ] as const) {
        const { table } = await read(content);
        assert.deepEqual(
          table.columns.map((column) => column.name),
          columns,
          name,
        );
        assert.deepEqual(table.columns[1].words(), found);
        const [{ code, params }] = table.warnings;
        assert.deepEqual([code, params.encoding], ['data.text.multibyte', name]);
      }
    }
  });

  it('of the West are not taken for such', async () => {
    const western = [
      'Name,Größe\nMüller,175\nJäger,180\n',
      'temp °C,débit m³\n1,2\n',
      'x,µg\nÄrzte,1\nÖl,2\nÜbel,3\nÇa,4\n',
    ];
    for (const text of western) {
      const { table } = await read(Buffer.from(text, 'latin1'));
      assert.deepEqual(table.warnings[0]?.code, 'data.text.encoding', text);
      assert.equal(table.columns[1].name, text.split('\n')[0].split(',')[1]);
    }
  });

  it('pass rows over of which all cells are empty, say how many, and keep the lines of the others', async () => {
    const filled = Array.from({ length: 30 }, (_, i) => `${i};${i / 4};${i % 2 ? 'a' : 'b'};9007199254740993`);
    const empty = Array.from({ length: 12 }, () => ';;;');
    for (const end of ['\n', '\r\n', '']) {
      const lines = ['n;x;kind;id', ...filled.slice(0, 10), ...empty, ...filled.slice(10), '; ; ;', '""; "";;"" '];
      const { table } = await read(Buffer.from(lines.join(end || '\n') + end));
      assert.deepEqual([table.rows, table.line(9), table.line(10)], [30, 11, 24]);
      assert.deepEqual(
        table.warnings.map(({ code, params }) => [code, params.count]),
        [['data.table.emptyRows', 14]],
      );
      const ids: bigint[] = [];
      for await (const some of table.integers(3, {})) ids.push(...some);
      assert.deepEqual(ids, new Array(30).fill(9007199254740993n));
      const cells: number[] = [];
      for await (const block of table.blocks({})) cells.push(...Array.from(block.cells).filter((_, i) => i % 4 === 0));
      assert.deepEqual(
        cells,
        Array.from({ length: 30 }, (_, i) => i),
      );
    }
    // A row with a word for what is missing says something; and long rows of separators end in another piece.
    const { table } = await read(Buffer.from(`a,b\n1,2\nNA,NA\n${'1,2\n'.repeat(400_000)},\n,\n3,4\n`));
    assert.deepEqual([table.rows, table.warnings[0]?.params.count], [400_003, 2]);
  });

  it('split as their first line says', async () => {
    for (const first of ['sep=;', 'SEP=|', '"sep=;"', 'sep=\t']) {
      const separator = /[;|\t]/.exec(first)?.[0] ?? '';
      const rows = [
        'name,long;x'.replace(/[;]/g, separator),
        ...['1,5', '2,5', '3,5'].map((cell) => `${cell}${separator}2`),
      ];
      const { table } = await read(Buffer.from([first, ...rows].join('\r\n')));
      assert.deepEqual(
        [table.columns.map(({ name }) => name), table.rows, table.line(0)],
        [['name,long', 'x'], 3, 3],
        first,
      );
    }
  });

  it('in UTF-16 keep characters whole that lie across two pieces', async () => {
    for (const start of ['', 'x']) {
      const word = start + '😀'.repeat(2000);
      const text = `\uFEFFword,n\n${word},1\nb,2\n${word},3\n`;
      for (const bytes of [Buffer.from(text, 'utf16le'), Buffer.from(text, 'utf16le').swap16()]) {
        assert.deepEqual((await read(bytes)).table.columns[0].words(), [word, 'b']);
      }
    }
  });

  it('are read in windows of a megabyte, cells and rows cut anywhere', async () => {
    const long = 'x'.repeat(3 << 20);
    const rows = Array.from({ length: 90_000 }, (_, i) => `${i},${i / 7},"a ""${i % 10}"",\r\n"`);
    const text = `n,q,w\r\n${rows.join('\r\n')}\r\n-1,0,${long}\r\n`;
    const { table, rows: cells } = await read(text);
    assert.equal(table.rows, 90_001);
    for (let i = 0; i < 90_000; i++) assert.deepEqual(cells[i], [i, i / 7, i % 10]);
    assert.equal(table.columns[2].words()[7], 'a "7",\r\n');
    assert.equal(table.columns[2].words()[10], long);
    assert.equal(table.line(1), 4);
    assert.equal(table.line(90_000), 180_002);
  });

  it('take numbers for a header where they count, and not otherwise', async () => {
    const header = async (text: string) => (await read(text)).table.columns[0].name !== 'column_1';
    assert.equal(await header('0,1,2\n5,6,8\n1,2,9\n'), true);
    assert.equal(await header('1,2,3\n7,5,9\n4,4,4\n'), false);
    assert.equal(await header('1990,1991,1992\n7,5,9\n4,4,4\n'), true);
    assert.equal(await header('0,1,2\n3,4,5\n6,7,8\n'), false);
    assert.equal(await header('2020-01-01,5\n2020-01-02,6\n2020-01-03,9\n'), false);
  });

  it('of ten thousand columns are tables, too', async () => {
    const names = Array.from({ length: 10_000 }, (_, i) => `g${i}`);
    const rows = Array.from({ length: 40 }, (_, row) => names.map((_, i) => (row * 31 + i) / 8));
    const { table, rows: read_ } = await read([names.join('\t'), ...rows.map((row) => row.join('\t'))].join('\n'));
    assert.equal(table.columns.length, 10_000);
    assert.deepEqual(read_, rows);
    assert.equal((await openDataFile(table.path))?.format, 'text');
  });
});
