import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { utf8 } from '@uwdata/flechette';
import { expandCodes, openDataset, render } from '../../../../src/dataset';
import type { DataConfig } from '../../../../src/protocol/config';
import { random } from '../../../../src/random';
import { temporaryFolder } from '../builders';
import { arrow } from '../formats/columnar/arrow-writer';
import { assertEqualRows, openStreamed } from './streamed';

const letters = [...'abcdefghijklmnopqrstuvwxyzäöü中文😀'];

/** Words without a pattern that a wrong offset could hide in; every 37th is missing. */
function words(count: number, different = count): string[] {
  return Array.from({ length: count }, (_, i) => {
    const next = random(3, i % different);
    return i % 37 === 0
      ? ''
      : Array.from({ length: 3 + (next() % 18) }, () => letters[next() % letters.length]).join('');
  });
}

describe('Texts that memory does not hold', () => {
  const folder = temporaryFolder();

  async function assertStreamed(config: DataConfig): Promise<void> {
    const dataset = await openStreamed(config);
    const { columns: shown, summary, stream } = dataset;
    const whole = await openDataset(config);
    assert.deepEqual(dataset.encoding, whole.encoding);
    await assertEqualRows(dataset, whole);
    const places = Array.from({ length: summary.examples }, (_, i) => stream.placeOf(i));
    assert.deepEqual(
      shown.map(({ name, values }) => [name, [...values]]),
      whole.columns.map(({ name, values }) => [name, places.map((place) => values[place])]),
    );
    for (const i of [0, 1, summary.examples - 1]) assert.deepEqual(dataset.source(i), whole.source(places[i]));
    assert.deepEqual(summary.warnings.slice(0, -1), whole.summary.warnings);
    assert.equal(summary.warnings.at(-1)?.code, 'data.streamed');
  }

  it('are streamed line by line, whatever their encoding', async () => {
    const text = words(120_000).join('\r\n');
    const source = await folder.write('utf-8.txt', text);
    await assertStreamed({ source });
    await assertStreamed({ source: await folder.write('utf-16.txt', Buffer.from(`\ufeff${text}`, 'utf16le')) });
    await assertStreamed({ source: await folder.write('utf-8.txt.gz', gzipSync(text)) });
  });

  it('are what stands in the file, line by line', async () => {
    const all = words(120_000);
    const source = await folder.write('lines.txt', all.join('\n'));
    const { stream, summary, columns, encoding } = await openStreamed({ source, text: { length: 21 } });
    const filled = Array.from(all.entries()).filter(([, word]) => word !== '');
    assert.equal(stream.examples, filled.length);
    for (const begin of [0, 60_000, filled.length - 40]) {
      const texts = render(expandCodes(await stream.read(begin, begin + 40), summary.shape[1]), encoding);
      const expected = filled.slice(begin, begin + 40).map(([, word]) => word);
      assert.deepEqual(texts, { kind: 'text', count: 40, texts: expected });
    }
    await stream.close();
    assert.deepEqual(
      [...columns[0].values],
      Array.from({ length: summary.examples }, (_, i) => filled[stream.placeOf(i)][0] + 1),
    );
  });

  it('are streamed in windows', async () => {
    const source = await folder.write('prose.txt', words(150_000).join(' '));
    await assertStreamed({ source, text: { mode: 'windows', length: 20 } });
    await assertStreamed({ source, text: { mode: 'windows', length: 400 } });
  });

  it('are streamed as far as a limit lets them', async () => {
    const source = await folder.write('lines.txt', words(120_000).join('\n'));
    await assertStreamed({ source, limit: 100_000 });
    const { stream } = await openDataset({ source, limit: 10_000, memory: 1 });
    assert.equal(stream, undefined);
  });

  it('are streamed as a column of a table, with what describes the rows that are shown', async () => {
    const names = words(90_000, 500);
    const rows = names.map((name, i) => `${name},${i % 7},${['red', 'green'][i % 2]}`);
    const csv = await folder.write('names.csv', ['name,size,colour', ...rows].join('\n'));
    const config = { text: { column: 'name' }, labels: 'colour' };
    await assertStreamed({ source: csv, ...config });
    await assertStreamed({ source: csv, ...config, limit: 80_000, text: { column: 'name', length: 30 } });
    const table = arrow({
      name: [utf8(), names.map((name) => name || null)],
      colour: [utf8(), names.map((_, i) => ['red', 'green'][i % 2])],
    });
    await assertStreamed({ source: await folder.write('names.arrow', table), ...config });
  });

  it('are streamed as a column of a table, however many different ones there are', async () => {
    const names = words(60_000);
    const csv = await folder.write(
      'names.csv',
      ['name,size', ...names.map((name, i) => `${name},${i % 7}`)].join('\n'),
    );
    await assertStreamed({ source: csv, text: { column: 'name' } });
    const table = arrow({ name: [utf8(), names.map((name) => name || null)] }, { rowsPerBatch: 9000 });
    await assertStreamed({ source: await folder.write('names.arrow', table), text: { column: 'name' } });
  });

  it('are encoded as an earlier run has it', async () => {
    const source = await folder.write('lines.txt', words(120_000).join('\n'));
    const { encoding } = await openDataset({ source, limit: 50, text: { length: 12 } });
    const { stream, values } = await openDataset({ source, memory: 1 }, { encoding });
    assert.ok(stream);
    const whole = await openDataset({ source }, { encoding });
    assert.deepEqual(await stream.read(0, stream.examples), whole.values);
    assert.ok(values.length < whole.values.length);
    await stream.close();
  });
});
