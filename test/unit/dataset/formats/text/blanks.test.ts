import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { openDataset } from '../../../../../src/dataset';
import { openStored } from '../../../../../src/dataset/formats/place';
import { sentenceOf, temporaryFolder } from '../../builders';
import { readTable } from './reading';

describe('Cells that stand apart by blanks', () => {
  const folder = temporaryFolder();
  const open = async (text: string | Uint8Array) => openDataset({ source: await folder.write('t.txt', text) });
  const table = async (text: string) => readTable(await folder.write('t.txt', text));
  const row = (i: number) => [i / 7, -i / 3, 1e-5 * i];
  const savetxt = (rows: number) =>
    Array.from(
      { length: rows },
      (_, i) =>
        `${row(i)
          .map((value) => value.toExponential(18))
          .join(' ')}\n`,
    ).join('');

  it('are a table of numbers as numpy.savetxt prints it, and never text', async () => {
    for (const content of [savetxt(50), gzipSync(savetxt(50))]) {
      const { summary, columns } = await open(content);
      assert.deepEqual([summary.kind, summary.format, summary.examples, summary.shape], ['table', 'csv', 50, [3]]);
      assert.deepEqual(
        columns.map(({ name, values }) => [name, values[14]]),
        ['column_1', 'column_2', 'column_3'].map((name, i) => [name, Math.fround(row(14)[i])]),
      );
    }
  });

  it('may be apart by any number of blanks and tabs, at both ends of lines, too', async () => {
    const line = (i: number) => `  ${(i / 8).toFixed(7)}   ${-i}\t ${i % 5}  \r\n`;
    const { rows } = await table(Array.from({ length: 30 }, (_, i) => line(i)).join('\n'));
    assert.deepEqual([rows.length, rows[9]], [30, [9 / 8, -9, 4]]);
  });

  it('stand under names, a count, or what begins with #', async () => {
    const rows = Array.from({ length: 20 }, (_, i) => `${i / 3} ${i % 7}`);
    const names = async (...lines: string[]) => {
      const { data } = await table(lines.join('\n'));
      return [data.columns.map(({ name }) => name), data.table?.rows];
    };
    assert.deepEqual(await names('width height', ...rows), [['width', 'height'], 20]);
    assert.deepEqual(await names('# width height', ...rows), [['width', 'height'], 20]);
    assert.deepEqual(await names('# made by a program', '', ...rows, '# the end'), [['column_1', 'column_2'], 20]);
    assert.deepEqual(await names('20 2', ...rows), [['column_1', 'column_2'], 21]);
    // As lists of attributes come: how many, their names, and the file of each.
    const list = Array.from(
      { length: 20 },
      (_, i) => `${String(i).padStart(6, '0')}.jpg  ${i % 2 ? ' 1' : '-1'} -1  1`,
    );
    assert.deepEqual(await names('20', 'Bald Bangs Blurry', ...list), [['column_1', 'Bald', 'Bangs', 'Blurry'], 20]);
  });

  it('may begin with a word of any characters, as vectors of words do', async () => {
    const words = [',', '"', 'the', '.', "'s", '``', '(', 'of', '#1', 'naïve'];
    const { summary, columns } = await open(words.map((word, i) => `${word} ${i / 3} ${-i} 0.25\n`).join(''));
    assert.deepEqual([summary.examples, summary.shape], [9, [3]]);
    assert.deepEqual(
      [columns[0].role, new Set(columns[0].categories)],
      ['id', new Set(words.filter((word) => word !== '#1'))],
    );
  });

  it('are the same however much is read at a time', async () => {
    const rows = 40_000;
    const tabs = Array.from({ length: rows }, (_, i) => `w${i % 977}\t${i / 16}\t${i % 13}\t-0.5\n`).join('');
    const blanks = `4 columns\n${tabs.replaceAll('\t', (_, at: number) => ' '.repeat(1 + (at % 3)))}`;
    const a = await open(tabs);
    const b = await open(blanks);
    assert.deepEqual(b.values, a.values);
    assert.equal(b.summary.examples, rows);
    const { message } = await sentenceOf(open(`${savetxt(70)}1 2\n${savetxt(5)}`));
    assert.match(message, /line 71/);
    const further = `names\na b\n${Array.from({ length: 80 }, (_, i) => `${i} ${i === 75 ? 'oops' : i}`).join('\n')}`;
    assert.match((await sentenceOf(open(further))).message, /line 78, column b: "oops"/);
  });

  it('are not where tabs stand between cells that hold blanks', async () => {
    const times = Array.from({ length: 20 }, (_, i) => `2024-01-01 ${10 + (i % 9)}:30\t${i / 4}`);
    const { data } = await table(['when\tsize', ...times].join('\n'));
    assert.deepEqual(
      data.columns.map(({ name, type }) => [name, type]),
      [
        ['when', 'date'],
        ['size', 'numeric'],
      ],
    );
  });

  it('may hold blanks between the quotes of R, or where columns stand two blanks apart', async () => {
    const kinds = ['red fox', 'hare', 'wild boar'];
    const values = Array.from({ length: 30 }, (_, i) => [i / 8, -i / 4]);
    const r = values.map(([a, b], i) => `"${i + 1}" ${a} ${b} "${kinds[i % 3]}"\r\n`);
    const fixed = values.map(
      ([a, b], i) => `${kinds[i % 3].padEnd(12)}${a.toFixed(3).padStart(9)}${b.toFixed(3).padStart(9)}\n`,
    );
    const written = await open(`"alpha" "beta" "kind"\n${r.join('')}`);
    assert.deepEqual(
      written.columns.map(({ name, role, categories }) => [name, role, categories]),
      [
        ['column_1', 'id', undefined],
        ['alpha', 'feature', undefined],
        ['beta', 'feature', undefined],
        ['kind', 'label', ['hare', 'red fox', 'wild boar']],
      ],
    );
    assert.deepEqual(Array.from(written.columns[1].values.slice(0, 3)), [0, 0.125, 0.25]);
    const [kind, a, b] = (await open(fixed.join(''))).columns;
    assert.deepEqual(kind.categories, ['hare', 'red fox', 'wild boar']);
    assert.deepEqual([a.values[4], b.values[4]], [0.5, -1]);
  });

  it('are numbers with exponents of Fortran, and places of atoms of one element', async () => {
    const rows = Array.from({ length: 20 }, (_, i) => i / 4);
    const fortran = await open(rows.map((x) => ` ${x.toFixed(4)}D+01 -${x.toFixed(4)}d-01\n`).join(''));
    assert.deepEqual([fortran.summary.kind, fortran.columns[0].values[3]], ['table', 7.5]);
    assert.ok(Math.abs(fortran.columns[1].values[3] + 0.075) < 1e-7);
    const atoms = await open(
      `20\nthe comment\n${rows.map((x) => `C ${x.toFixed(3)} 1.5 ${(-x).toFixed(3)}\n`).join('')}`,
    );
    assert.deepEqual([atoms.summary.kind, atoms.summary.examples, atoms.columns[1].values[2]], ['table', 20, 0.5]);
    // Names of parts have no sign behind their letter.
    const names = await open(`part,x\n${rows.map((x, i) => `12D${i},${x}\n`).join('')}`);
    assert.equal(names.columns[0].role, 'id');
  });

  it('and commas of a log split no table', async () => {
    const line = (i: number) => `2024-01-01 12:00:${String(10 + i)},123 INFO app.module - request ${i} took 0.${i} s\n`;
    const { summary } = await open(Array.from({ length: 30 }, (_, i) => line(i)).join(''));
    assert.equal(summary.kind, 'text');
  });

  it('are words where they are prose, sums or names', async () => {
    for (const line of [
      (i: number) => `the year ${1900 + i} was good`,
      (i: number) => `${i} + ${i % 7} = ${i + (i % 7)}`,
      (i: number) => `Chapter ${i}`,
      (i: number) => `Ada Lovelace${i}`,
    ]) {
      const { summary } = await open(Array.from({ length: 30 }, (_, i) => `${line(i)}\n`).join(''));
      assert.equal(summary.kind, 'text', line(3));
    }
  });
});

describe('Text that is neither a table nor prose', () => {
  const folder = temporaryFolder();
  const texts: [name: string, text: string][] = [
    ['JSON', '[\n  [0.1, 0.2],\n  [0.3, 0.4]\n]\n'],
    ['JSON', '{"a": 1,\n "b": [1, 2]}\n'],
    ['XML', '<?xml version="1.0"?>\n<rows>\n<row a="1"/>\n</rows>\n'],
    ['HTML', '<!DOCTYPE html>\n<html><body>Not found</body></html>\n'],
    ['ARFF', '% iris\n@RELATION iris\n@ATTRIBUTE a NUMERIC\n@DATA\n5.1\n'],
    ['LIBSVM data', '+1 1:0.5 7:1\n-1 2:0.25\n+1 1:1\n'],
    ['LIBSVM data', '2 qid:10 1:0.5 3:0.2\n1 qid:10 1:0.25\n0 qid:11 2:1\n'],
    ['a table whose cells stand apart by ::', '1::1193::5::978300760\n1::661::3::978302109\n2::914::3::978301968\n'],
    ['pairs of names and values (a=1 b=2)', 'x=0.5 y=1 kind=a\nx=0.25 y=2 kind=b\nx=1 y=3 kind=a\n'],
    ['FASTA sequences', '>seq1 of mine\nACGTACGTACGT\nACGTAC\n>seq2\nGGGGTTTTCCCC\n'],
    ['FASTQ reads', '@r1\nACGTN\n+\nIIIII\n@r2\nACGTA\n+\nIIIII\n'],
    ['VCF variants', '##fileformat=VCFv4.2\n#CHROM\tPOS\tID\n1\t100\trs1\n1\t200\trs2\n'],
    ['an OBJ mesh', '# cube\no Cube\nv 1.0 -1.0 0.5\nv 1.0 1.0 0.5\nv 0.0 1.0 0.5\nf 1 2 3\n'],
    ['an STL mesh', 'solid a\n facet normal 0 0 1\n  outer loop\n'],
    ['a PLY mesh', 'ply\nformat ascii 1.0\nelement vertex 3\n'],
    ['a PDB structure', 'HEADER    OXYGEN TRANSPORT\nATOM      1  N   VAL A   1       6.204  16.869   4.854\n'],
    ['an ESRI grid', 'ncols 4\nnrows 2\nxllcorner 0\n1 2 3 4\n5 6 7 8\n'],
    ['SQL', '-- MySQL dump 10.13\n\n/*!40101 SET NAMES utf8 */;\nCREATE TABLE `t` (\n  `a` int\n);\n'],
    ['LaTeX', '% a table\n\\begin{tabular}{ll}\n1 & 2 \\\\\n'],
    ['RTF', '{\\rtf1\\ansi hello\n}\n'],
    ['subtitles', '1\n00:00:01,000 --> 00:00:02,000\nHello\n\n2\n00:00:03,000 --> 00:00:04,000\nYou\n'],
    ['a pointer of Git LFS', 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n'],
  ];

  it('is refused by its name, but for who asks for its characters', async () => {
    for (const [name, text] of texts) {
      const source = await folder.write('t.txt', text);
      for (const opening of [() => openDataset({ source }), () => openStored(source, { task: {} })]) {
        const { code, message } = await sentenceOf(opening());
        assert.equal(code, 'data.text.format', text);
        assert.ok(message.includes(`is ${name},`), message);
      }
      assert.equal((await sentenceOf(openDataset({ source: folder.path }))).code, 'data.text.format');
      assert.equal((await openDataset({ source, text: { mode: 'windows', length: 4 } })).summary.kind, 'text');
    }
  });

  it('is not what only begins alike', async () => {
    for (const text of [
      '<3 is a heart\nfor all of us\n',
      '[sic] it says\nand more\n',
      '{curly} braces\nin prose\n',
      '> what he wrote\nand an answer\n',
      'of mice\nand men\n',
      'solid ground\nunder our feet\n',
      'header of a letter\nand its body\n',
    ]) {
      const { summary } = await openDataset({ source: await folder.write('t.txt', text.repeat(10)) });
      assert.equal(summary.kind, 'text', text);
    }
  });
});

describe('Texts in a folder', () => {
  const folder = temporaryFolder();
  const prose = 'It was the best of times and the worst of times.\n'.repeat(20);

  it('are read where there is one, and to be chosen from where there are several', async () => {
    await folder.write('README.txt', 'About this folder.\n');
    assert.equal((await sentenceOf(openDataset({ source: folder.path }))).code, 'data.folder.none');
    const source = await folder.write('book.txt', prose);
    const { summary } = await openDataset({ source: folder.path });
    assert.deepEqual([summary.kind, summary.source], ['text', source]);
    assert.equal((await openStored(folder.path, { task: {} })).path, source);
    await folder.write('another.txt', prose);
    const { code, message } = await sentenceOf(openDataset({ source: folder.path }));
    assert.equal(code, 'data.folder.texts');
    assert.ok(message.includes('2 texts (another.txt, book.txt)'), message);
    await folder.write('table.csv', 'a,b\n1,2\n3,4\n5,6\n7,8\n');
    assert.equal((await openDataset({ source: folder.path })).summary.kind, 'table');
  });
});
