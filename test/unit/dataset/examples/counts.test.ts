import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Dataset, libraryOf, openDataset, render, type WantedData } from '../../../../src/dataset';
import { ofOwnLibrary } from '../../../../src/dataset/examples/encoding/counts';
import { writeNpy } from '../../../../src/dataset/formats/npy/npy';

describe('counts', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'latent-lens-counts-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  const table = (name: string, text: string) => {
    const source = join(folder, `${name}.csv`);
    writeFileSync(source, text);
    return source;
  };
  const vectors = async (name: string, values: readonly number[], shape: readonly number[]) => {
    const source = join(folder, `${name}.npy`);
    await writeNpy(source, Float32Array.from(values), shape);
    return source;
  };
  const open = (data: Omit<WantedData, 'counts'>) => openDataset({ ...data, counts: true });

  it('of a table stay as they are, and the encoding knows the median of their totals', async () => {
    const source = table('cells', 'a,b,c,type\n3,0,7,x\n0,0,1,y\n100,20,5,x\n1,2,3,y\n');
    const dataset = await open({ source });
    assert.deepEqual([...dataset.values], [3, 0, 7, 0, 0, 1, 100, 20, 5, 1, 2, 3]);
    assert.equal(libraryOf(dataset.encoding), (6 + 10) / 2);
    assert.deepEqual(shown(dataset)[2], [100, 20, 5]);
    assert.deepEqual(dataset.columns.find(({ name }) => name === 'a')?.values, Float32Array.of(3, 0, 100, 1));
    assert.equal(dataset.summary.label, 'type');
  });

  it('of vectors stay as they are, with or without the memory for all of them', async () => {
    const values = Array.from({ length: 40_000 * 30 }, (_, i) => Math.floor(i * i * 0.618) % 12);
    const source = await vectors('many', values, [40_000, 30]);
    const all = await open({ source });
    assert.deepEqual(all.values, Float32Array.from(values));
    assert.deepEqual(all.columns[1].values.slice(0, 3), Float32Array.of(values[1], values[31], values[61]));
    const part = await open({ source, memory: 1 });
    assert.ok(part.stream, 'there is no stream');
    assert.deepEqual(await part.stream.read(5, 7), Float32Array.from(values.slice(150, 210)));
    await part.stream.close();
    const [sampled, whole] = [part, all].map(({ encoding }) => libraryOf(encoding) ?? Number.NaN);
    assert.ok(Math.abs(sampled - whole) < 4 && Math.abs(whole - 30 * 5.5) < 10, `${sampled} of ${whole}`);
  });

  it('that are none are named by their place', async () => {
    const fraction = table('fraction', 'a,b\n1,2\n2,2.5\n3,1\n');
    await assert.rejects(open({ source: fraction }), {
      code: 'data.counts.line',
      params: { path: fraction, line: 3, column: 'b', value: '2.5' },
    });
    const negative = await vectors('negative', [1, 2, 3, 4, -1, 2.5], [3, 2]);
    await assert.rejects(open({ source: negative }), {
      code: 'data.counts.vectors',
      params: { path: negative, count: 2, row: 2, column: 0, value: '-1' },
    });
    const words = table('words', 'a,b,note,type\n1,2,u,x\n2,2,v,y\n3,1,u,x\n4,1,v,y\n');
    await assert.rejects(open({ source: words }), {
      code: 'data.counts.column',
      params: { path: words, column: 'note' },
    });
    const dates = table('dates', 'a,day\n1,2020-01-01\n2,2020-01-02\n3,2020-02-01\n');
    await assert.rejects(open({ source: dates }), { code: 'data.counts.column' });
    await open({ source: words, roles: { note: 'id' } });
  });

  it('that are missing are refused, or their rows are left out', async () => {
    const source = table('gaps', 'a,b\n1,2\n,2\n3,1\n5,5\n');
    await assert.rejects(open({ source }), {
      code: 'data.counts.lineMissing',
      params: { path: source, line: 3, column: 'a' },
    });
    const dropped = await open({ source, missing: 'drop' });
    assert.deepEqual([...dropped.values], [1, 2, 3, 1, 5, 5]);
    const holes = await vectors('holes', [1, 2, Number.NaN, Number.NaN], [2, 2]);
    await assert.rejects(open({ source: holes }), {
      code: 'data.counts.vectorsMissing',
      params: { path: holes, count: 2, row: 1, column: 0 },
    });
  });

  it('of other data are held to be such by the encoding of a model', async () => {
    const { encoding } = await open({ source: table('first', 'a,b\n1,2\n2,2\n3,9\n') });
    const other = await openDataset({ source: table('other', 'b,a\n7,1\n8,0\n') }, { encoding });
    assert.deepEqual([...other.values], [1, 7, 0, 8]);
    assert.equal(libraryOf(other.encoding), libraryOf(encoding));
    const wrong = table('wrong', 'a,b\n1,2.25\n2,2\n');
    await assert.rejects(openDataset({ source: wrong }, { encoding }), { code: 'data.counts.line' });
    const { encoding: ofVectors } = await open({ source: await vectors('v1', [1, 2, 3, 4], [2, 2]) });
    const fractions = await vectors('v2', [1, 2, 3.5, 4], [2, 2]);
    await assert.rejects(openDataset({ source: fractions }, { encoding: ofVectors }), { code: 'data.counts.vectors' });
  });

  it('that a list leaves examples out of have the totals of those that stay', async () => {
    const source = table('listed', 'a,b\n1,1\n100,100\n2,2\n3,3\n');
    const all = await open({ source });
    const { fingerprint } = await import('../../../../src/dataset');
    const list = { version: 1, data: 'listed', examples: 4, fingerprint: fingerprint(all), exclude: [[1, 1]] } as const;
    const exclusion = { list: { ...list, exclude: [[1, 1]] as [number, number][] }, path: 'listed.exclude.json' };
    const left = await openDataset({ source, counts: true }, { exclusion });
    assert.deepEqual([...left.values], [1, 1, 2, 2, 3, 3]);
    assert.equal(libraryOf(left.encoding), 4);
  });

  it('that are expected of a code are those of an example with its own total', async () => {
    const { encoding } = await open({ source: table('scaled', 'a,b\n1,3\n5,5\n0,0\n2,2\n') });
    assert.equal(libraryOf(encoding), 4);
    const means = ofOwnLibrary(Float32Array.of(1, 3, 2, 2, 3, 1), [4, 4, 40, 0, 0, 0], encoding);
    // Without any count the library is 1.
    assert.deepEqual([...means], [2, 6, 20, 20, 0.75, 0.25]);
    const { encoding: plain } = await openDataset({ source: table('plain', 'a,b\n1,3\n5,5\n') });
    assert.deepEqual([...ofOwnLibrary(Float32Array.of(1, 3), [4, 4], plain)], [1, 3]);
  });
});

function shown({ values, encoding }: Dataset) {
  const examples = render(Float32Array.from(values), encoding);
  return examples.kind === 'rows' ? examples.rows : [];
}
