import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { openDataset, previewTable } from '../../../../src/dataset';
import { openStored } from '../../../../src/dataset/formats/place';
import { inspectStored } from '../../../../src/dataset/look/inspection';
import type { DataConfig } from '../../../../src/protocol/config';
import { sentenceOf, temporaryFolder } from '../builders';
import { bytesOf } from './arrays/readers';

const rows = Array.from({ length: 30 }, (_, i) => i);

describe('JSON Lines', () => {
  const folder = temporaryFolder();
  const write = (lines: readonly unknown[], end = '\n') =>
    folder.write('rows.jsonl', lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join(end));
  const open = async (lines: readonly unknown[], config: Partial<DataConfig> = {}) =>
    openDataset({ source: await write(lines), ...config });

  it('are tables of numbers, words and labels', async () => {
    const lines = rows.map((i) => ({
      n: i * i,
      x: i / 2,
      flag: i % 2 === 0,
      label: ['a', 'b'][i % 2],
      note: `note ${i}`,
    }));
    const { summary, columns } = await open(lines);
    assert.deepEqual([summary.format, summary.kind, summary.label, summary.shape], ['jsonl', 'table', 'label', [3]]);
    assert.deepEqual(
      columns.map(({ name, role }) => [name, role]),
      [
        ['n', 'feature'],
        ['x', 'feature'],
        ['flag', 'feature'],
        ['label', 'label'],
        ['note', 'id'],
      ],
    );
    const { columns: stored, missing } = await inspectStored(await openStored(await write(lines), { task: {} }), {});
    assert.deepEqual(
      stored.map(({ dtype }) => dtype),
      ['int64', 'float64', 'bool', 'str', 'str'],
    );
    assert.equal(missing, 0);
    assert.equal((await previewTable({ source: await write(lines) }, {}))?.columns.length, 5);
  });

  it('are vectors and images where lists are of one shape', async () => {
    const vectors = await open(rows.map((i) => ({ text: `t${i}`, embedding: [i, 0.5, -i], label: i % 3 })));
    assert.deepEqual([vectors.summary.kind, vectors.summary.shape, vectors.summary.label], ['vectors', [3], 'label']);
    const images = await open(
      rows.map((i) => ({
        pixels: [
          [i, 1, 2],
          [3, 4, 255],
        ],
        y: i % 2,
      })),
    );
    assert.deepEqual([images.summary.kind, images.summary.shape], ['images', [2, 3, 1]]);
    assert.deepEqual([...images.values.slice(6, 12)], [1, 1, 2, 3, 4, 255]);
    const lists = await open(rows.map((i) => [i, 2 * i]));
    assert.deepEqual([lists.summary.kind, lists.summary.shape], ['vectors', [2]]);
  });

  it('may end and begin in any way, be gzip, and hold what Python writes', async () => {
    const lines = ['{"x": 1.5, "s": "NaN, Infinity"}', '{"x": NaN, "s": "b"}', '', '{"s": "c", "x": 3}  '];
    for (const bytes of [
      Buffer.from(lines.join('\r\n')),
      Buffer.from(`\ufeff${lines.join('\n')}\n\n`),
      gzipSync(lines.join('\n')),
    ]) {
      const { values, labels } = await openStored(await folder.write('a.ndjson', bytes), { labels: 's', task: {} });
      assert.deepEqual([...new Float64Array(new Uint8Array(await bytesOf(values)).buffer)], [1.5, Number.NaN, 3]);
      assert.deepEqual(labels?.dtype === 'str' && (await labels.words({})), ['NaN, Infinity', 'b', 'c']);
    }
  });

  it('are streamed where memory does not hold them', async () => {
    const lines = Array.from({ length: 9000 }, (_, i) => ({ v: Array.from({ length: 64 }, (_, j) => i + j) }));
    const { stream, summary } = await open(lines, { memory: 1 });
    assert.deepEqual([summary.streamed, stream?.examples], [9000, 9000]);
    await stream?.close();
  });

  it('leave out what is nested or mixed, and say so', async () => {
    const mixed = rows.map((i) => ({
      x: i,
      meta: { a: i },
      tags: ['a'],
      m: i === 4 ? 'four' : i,
      r: [1, 2].slice(i % 2),
    }));
    const { summary } = await open(mixed);
    assert.deepEqual([summary.shape, summary.warnings[0].params.columns], [[1], 'meta, tags, m, r']);
    const { code, message } = await sentenceOf(open(mixed, { labels: 'm' }));
    assert.equal(code, 'data.jsonl.mixed');
    assert.match(message, /line 5 has "four" in m/);
    assert.equal((await open(mixed, { ignore: ['meta', 'tags', 'm', 'r'] })).summary.warnings.length, 0);
  });

  it('name the line that is no row', async () => {
    for (const [bad, reason] of [
      ['{"x": 1', /line 3/],
      ['7', /neither an object nor a list/],
    ] as const) {
      const { code, message } = await sentenceOf(open([{ x: 1 }, { x: 2 }, bad, { x: 3 }]));
      assert.equal(code, 'data.jsonl.line');
      assert.match(message, reason);
    }
  });

  it('are not what is one document of JSON, and stay text for who asks for its characters', async () => {
    for (const document of ['{\n "x": 1\n}', '[\n {"x": 1},\n {"x": 2}\n]', '[[1, 2], [3, 4]]']) {
      const source = await folder.write('a.json', document);
      assert.equal((await sentenceOf(openDataset({ source }))).code, 'data.text.format');
    }
    const { summary } = await open(
      rows.map((i) => ({ x: i })),
      { text: { mode: 'lines' } },
    );
    assert.deepEqual([summary.kind, summary.format, summary.examples], ['text', 'text', 30]);
    const texts = await open(
      rows.map((i) => ({ s: `word ${i}` })),
      { text: { column: 's' } },
    );
    assert.deepEqual([texts.summary.kind, texts.summary.examples], ['text', 30]);
  });
});
