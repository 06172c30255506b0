import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { PNG } from 'pngjs';
import { serverStart } from '../../../src/host/tools/server-start';
import { tools } from '../../../src/tools';
import { projectRoot } from '../../harness/paths';
import { isRunning, until } from '../../harness/processes';

type Content = readonly { readonly type: string; readonly text?: string; readonly data?: string }[];

/** A server of its own process, and a client of the protocol’s own library. */
async function connect(folder: string, ...options: readonly string[]) {
  const { command, args, env } = serverStart(projectRoot, [folder]);
  const transport = new StdioClientTransport({
    command,
    args: [...args, ...options],
    env: { ...(process.env as Record<string, string>), ...env },
    cwd: tmpdir(),
  });
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(transport);
  const call = async (name: string, input: object = {}) => {
    const { content, isError } = await client.callTool({ name, arguments: { ...input } }, undefined, {
      timeout: 300_000,
    });
    const parts = content as Content;
    const [{ text = '' }] = parts;
    const pictures = parts.flatMap(({ data }) => (data ? [PNG.sync.read(Buffer.from(data, 'base64'))] : []));
    return { isError: isError === true, text, pictures };
  };
  return {
    client,
    pid: transport.pid ?? 0,
    close: () => client.close(),
    async answer(name: string, input?: object) {
      const { isError, text, pictures } = await call(name, input);
      assert.equal(isError, false, text);
      return { data: JSON.parse(text), pictures };
    },
    async refusal(name: string, input?: object) {
      const { isError, text } = await call(name, input);
      assert.equal(isError, true, text);
      return text;
    },
  };
}

/** Every file below a folder with what it holds. */
async function contents(folder: string): Promise<Record<string, string>> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const entries = files
    .filter((file) => file.isFile())
    .map(async (file) => {
      const path = join(file.parentPath, file.name);
      return [
        path,
        createHash('sha256')
          .update(await readFile(path))
          .digest('hex'),
      ];
    });
  return Object.fromEntries(await Promise.all(entries));
}

describe('latent-lens mcp', () => {
  let folder: string;
  let server: Awaited<ReturnType<typeof connect>>;

  before(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'latent-lens-tools-')));
    await writeFile(join(folder, 'table.csv'), ['a,b,kind', ...rows(60)].join('\n'));
    server = await connect(folder);
  });
  after(async () => {
    await server.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  });

  const rows = (count: number) =>
    Array.from({ length: count }, (_, i) => `${Math.cos(i)},${Math.sin(i)},${i % 2 ? 'odd' : 'even'}`);
  const small = { settings: { data: { limit: 200 }, model: { hidden: [16] } } };

  it('offers every tool of the table, and says which write', async () => {
    const { tools: offered } = await server.client.listTools();
    assert.deepEqual(
      offered.map(({ name, annotations }) => [name, annotations?.readOnlyHint]),
      tools.map(({ name, writes }) => [name, !writes]),
    );
    assert.deepEqual(
      tools.filter(({ writes }) => writes).map(({ name }) => name),
      ['train', 'stop_training'],
    );
    for (const { inputSchema } of offered) assert.equal(inputSchema.type, 'object');
  });

  it('inspects, trains, lists, measures and compares', async () => {
    const { data } = await server.answer('inspect_data', { path: 'table.csv' });
    assert.deepEqual([data.examples, data.label], [60, 'kind']);
    assert.deepEqual(
      data.preview.columns.map(({ name, role }: { name: string; role: string }) => [name, role]),
      [
        ['a', 'feature'],
        ['b', 'feature'],
        ['kind', 'label'],
      ],
    );

    const one = await server.answer('train', { data: 'builtin:digits', name: 'one', latent: 3, epochs: 2, ...small });
    assert.deepEqual([one.data.run.status, one.data.run.epochs, one.data.run.latent], ['completed', 2, 3]);
    await server.answer('train', { data: 'builtin:digits', name: 'two', latent: 2, epochs: 1, ...small });
    const listed = await server.answer('list_runs');
    assert.deepEqual(
      listed.data.runs.map(({ name }: { name: string }) => name),
      ['two', 'one'],
    );

    const measured = await server.answer('measure', { run: 'one', only: ['psnr'] });
    const psnr = measured.data.values.find(({ of }: { of: string }) => of === 'codes');
    assert.ok(psnr.value > 5 && psnr.value < 30 && psnr.error > 0, JSON.stringify(psnr));
    const compared = await server.answer('compare_runs', { runs: ['one', 'two'] });
    assert.ok(compared.data.differences.some(({ setting }: { setting: string }) => setting === 'model.latent'));
    assert.ok(compared.data.pairs[0].cka > 0);
  });

  it('shows pictures of what a model makes of its data', async () => {
    const worst = await server.answer('worst_reconstructions', { run: 'one', count: 4 });
    const errors = worst.data.examples.map(({ error }: { error: number }) => error);
    assert.deepEqual(
      errors,
      errors.toSorted((a: number, b: number) => b - a),
    );
    // Three times as large as they are, in two rows of four.
    assert.deepEqual([worst.pictures[0].width, worst.pictures[0].height], [4 * 86 - 2, 2 * 86 - 2]);

    const [{ index }] = worst.data.examples;
    const encoded = await server.answer('encode', { run: 'one', example: index });
    const decoded = await server.answer('decode', { run: 'one', codes: [encoded.data.mean] });
    const [right] = decoded.pictures;
    const [both] = encoded.pictures;
    const made = (x: number, y: number) => both.data[4 * (y * both.width + x + 86)];
    const differences = Array.from({ length: 84 * 84 }, (_, i) => {
      const [x, y] = [i % 84, Math.floor(i / 84)];
      return Math.abs(made(x, y) - right.data[4 * (y * right.width + x)]);
    });
    assert.ok(Math.max(...differences) <= 1, 'the code of an example is decoded to its reconstruction');
    assert.ok(decoded.data.codes[0].support.distance.value >= 0);

    const { data, pictures } = await server.answer('traverse', { run: 'one', dimensions: [2, 0], steps: 5 });
    assert.deepEqual(
      data.dimensions.map(({ dimension }: { dimension: number }) => dimension),
      [2, 0],
    );
    assert.deepEqual([pictures[0].width, pictures[0].height], [5 * 86 - 2, 2 * 86 - 2]);
  });

  it('encodes a row that is none of the data', async () => {
    await server.answer('train', { data: 'table.csv', name: 'rows', latent: 2, epochs: 1 });
    const { data } = await server.answer('encode', { run: 'rows', text: '{"a": 0.5, "b": -0.25}' });
    assert.deepEqual([data.original.a, data.original.b, data.mean.length], [0.5, -0.25, 2]);
    assert.ok(data.support.distance.value > 0);
  });

  it('changes no file by the tools that only read', async () => {
    const before = await contents(folder);
    await server.answer('inspect_data', { path: 'table.csv' });
    await server.answer('list_runs');
    await server.answer('measure', { run: 'one', only: ['mse', 'active-units'] });
    await server.answer('compare_runs', { runs: ['one', 'two'] });
    await server.answer('worst_reconstructions', { run: 'one', count: 2 });
    await server.answer('encode', { run: 'one', example: 0 });
    await server.answer('decode', { run: 'one', codes: [[0, 0, 0]] });
    await server.answer('traverse', { run: 'one' });
    assert.deepEqual(await contents(folder), before);
  });

  it('answers two questions that come at once', async () => {
    const [one, two] = await Promise.all([
      server.answer('encode', { run: 'one', example: 1 }),
      server.answer('encode', { run: 'two', example: 1 }),
    ]);
    assert.deepEqual([one.data.mean.length, two.data.mean.length], [3, 2]);
  });

  it('reaches nothing outside of its folder', async () => {
    const outside = await realpath(await mkdtemp(join(tmpdir(), 'latent-lens-outside-')));
    try {
      await writeFile(join(outside, 'other.csv'), ['a,b', '1,2', '3,4'].join('\n'));
      await symlink(outside, join(folder, 'way-out'));
      const about = /lies outside of what may be reached/;
      assert.match(await server.refusal('inspect_data', { path: join(outside, 'other.csv') }), about);
      assert.match(await server.refusal('inspect_data', { path: 'way-out/other.csv' }), about);
      assert.match(await server.refusal('inspect_data', { path: 'table.csv', labels: '../y.csv' }), about);
      assert.match(await server.refusal('train', { data: 'way-out/other.csv' }), about);
      await mkdir(join(folder, 'pictures'));
      await symlink(join(outside, 'other.csv'), join(folder, 'pictures', 'a.csv'));
      assert.match(await server.refusal('inspect_data', { path: 'pictures' }), about);
      await symlink(join(outside, 'other.csv'), join(folder, 'y.csv'));
      assert.match(await server.refusal('inspect_data', { path: 'table.csv', labels: 'y.csv' }), about);
      const validation = { source: join(outside, 'other.csv') };
      assert.match(await server.refusal('train', { data: 'table.csv', settings: { data: { validation } } }), about);
      assert.match(await server.refusal('train', { data: 'table.csv', settings: { from: outside } }), about);
      assert.match(await server.refusal('encode', { run: outside, example: 0 }), about);
      assert.match(await server.refusal('encode', { run: 'one', picture: 'way-out/x.png' }), about);
      assert.match(await server.refusal('measure', { run: 'one', data: 'way-out/other.csv' }), about);

      const run = join(folder, '.latent-lens', 'runs', 'elsewhere');
      await mkdir(run);
      const [other] = await readdir(join(folder, '.latent-lens', 'runs'));
      const record = JSON.parse(await readFile(join(folder, '.latent-lens', 'runs', other, 'run.json'), 'utf8'));
      record.name = 'elsewhere';
      record.config.data = { source: join(outside, 'other.csv') };
      await writeFile(join(run, 'run.json'), JSON.stringify(record));
      assert.match(await server.refusal('encode', { run: 'elsewhere', example: 0 }), about);
      await rm(run, { recursive: true });
    } finally {
      await rm(outside, { recursive: true, force: true });
    }
  });

  it('says what is wrong with what is asked', async () => {
    assert.match(await server.refusal('encode', { run: 'onne', example: 0 }), /Did you mean one\?/);
    assert.match(await server.refusal('decode', { run: 'one', codes: [[0, 0]] }), /has 3 numbers, and one of 2/);
    assert.match(await server.refusal('traverse', { run: 'two', dimensions: [2] }), /0 to 1, so there is no 2/);
    assert.match(await server.refusal('encode', { run: 'one', example: 0, text: 'x' }), /example, text were said/);
    assert.match(await server.refusal('train', { data: 'builtin:digits', latent: 0 }), /latent must be at least 1/);
    assert.match(await server.refusal('train', { data: 'builtin:digits', layers: 3 }), /layers is not a setting/);
    assert.match(await server.refusal('stop_training', { run: 'one' }), /is not being trained from here/);
    await assert.rejects(server.client.callTool({ name: 'trains' }), /did you mean train\?/);
  });

  it('answers from a run that still trains, stops it, and trains one at a time', async () => {
    const long = { data: 'builtin:digits', name: 'long', epochs: 100_000, wait_seconds: 0, ...small };
    const begun = await server.answer('train', long);
    assert.equal(begun.data.run.status, 'running');
    assert.match(await server.refusal('train', { ...long, name: 'other' }), /long is being trained already/);
    await until('a first epoch', async () => (await server.answer('list_runs')).data.runs[0].epochs > 0);
    const encoded = await server.answer('encode', { run: 'long', example: 0 });
    assert.ok(encoded.data.epoch >= 1);
    const stopped = await server.answer('stop_training', { run: 'long' });
    assert.equal(stopped.data.run.status, 'stopped');
  });

  it('offers nothing that writes where it is to be read only, and ends with its input', async () => {
    const reader = await connect(folder, '--read-only');
    const { tools: offered } = await reader.client.listTools();
    assert.deepEqual(
      offered.map(({ name }) => name),
      tools.filter(({ writes }) => !writes).map(({ name }) => name),
    );
    await assert.rejects(reader.client.callTool({ name: 'train', arguments: { data: 'table.csv' } }), /no tool train/);
    await reader.answer('encode', { run: 'one', example: 0 });
    await reader.close();
    await until('the server to end', () => !isRunning(reader.pid));
  });
});
