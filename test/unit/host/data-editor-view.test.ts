import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeNpy } from '../../../src/dataset/formats/npy/npy';
import { DataEditorTrainer } from '../../../src/host/data-editor-trainer';
import { DataEditorView } from '../../../src/host/data-editor-view';
import { startTrainer, type TrainerClient } from '../../../src/host/trainer-client';

const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const { signal } = new AbortController();
const firstCell = { rows: { begin: 0, end: 1 }, columns: { begin: 0, end: 1 } };

describe('Views of the data editor', () => {
  let folder: string;
  let path: string;
  let clients: TrainerClient[];
  let trainer: DataEditorTrainer;
  let views: DataEditorView[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-view-'));
    path = join(folder, 'a.npy');
    await writeFile(path, encodeNpy(Uint8Array.of(1, 2, 3, 4, 1, 2), [3, 2]));
    clients = [];
    views = [];
    trainer = new DataEditorTrainer(() => {
      const client = startTrainer(join(process.cwd(), 'dist', 'trainer.js'), quiet);
      clients.push(client);
      return client;
    }, 0);
  });
  afterEach(async () => {
    for (const view of views) view.dispose();
    await trainer.end();
    await rm(folder, { recursive: true, force: true });
  });

  function look(onProgress: (fraction: number) => void = () => {}): DataEditorView {
    const view = new DataEditorView(path, trainer, onProgress);
    views.push(view);
    return view;
  }

  async function crash(): Promise<void> {
    const client = clients.at(-1);
    process.kill(client?.pid ?? 0, 'SIGKILL');
    await client?.stopped;
  }

  it('share one process, which ends after the last of them', async () => {
    const [one, other] = [look(), look()];
    const [data, same] = await Promise.all([one.open(undefined, false, signal), other.open(undefined, false, signal)]);
    assert.deepEqual([data.examples, same.examples, clients.length], [3, 3, 1]);
    one.dispose();
    assert.deepEqual((await other.cells(firstCell, signal)).values, [Float64Array.of(1)]);
    other.dispose();
    await clients[0].stopped;
    assert.equal(trainer.running, undefined);
  });

  it('keep what they know until they are asked again', async () => {
    const told: number[] = [];
    const view = look((fraction) => told.push(fraction));
    await view.open(undefined, false, signal);
    assert.equal((await view.survey(signal)).duplicates, 1);
    assert.ok(told.length > 0);
    await writeFile(path, encodeNpy(Uint8Array.of(9, 8), [1, 2]));
    assert.equal((await view.open(undefined, false, signal)).examples, 3);
    assert.equal((await view.survey(signal)).duplicates, 1);
    assert.equal((await view.open(undefined, true, signal)).examples, 1);
    assert.equal((await view.survey(signal)).duplicates, 0);
  });

  it('go on in a new process after a crash, but not again before a person asks', async () => {
    const view = look();
    await view.open(undefined, false, signal);
    await crash();
    assert.deepEqual((await view.cells(firstCell, signal)).values, [Float64Array.of(1)]);
    await crash();
    await assert.rejects(view.cells(firstCell, signal), { code: 'data.view.notOpen' });
    assert.equal((await view.open(undefined, true, signal)).examples, 3);
    assert.deepEqual((await view.cells(firstCell, signal)).values, [Float64Array.of(1)]);
    assert.equal(clients.length, 3);
  });

  it('say why a file cannot be opened, and open it when it can', async () => {
    const view = look();
    await rm(path);
    await assert.rejects(view.open(undefined, false, signal), { code: 'data.missing' });
    await assert.rejects(view.survey(signal), { code: 'data.view.notOpen' });
    await writeFile(path, encodeNpy(Uint8Array.of(5, 6), [1, 2]));
    assert.equal((await view.open(undefined, false, signal)).examples, 1);
  });
});
