import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../../src/protocol/errors';
import type { RunSelection } from '../../../src/protocol/selections';
import { createTrainerService } from '../../../src/trainer/service';

const never = new AbortController().signal;
const backend = 'cpu' as const;
const failsWith = (code: string) => (error: unknown) => error instanceof UserError && error.code === code;

describe('Selections in the folder of a run', function () {
  this.timeout(120_000);
  let folder: string;
  let directory: string;
  let file: string;
  let fingerprint: string;

  const service = () => {
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const made = createTrainerService((event, params) => {
      if (event === 'status' && (params as { status: string }).status !== 'running') end();
    });
    return { service: made, ended };
  };
  const open = async () => {
    const { service: made } = service();
    await made.open({ directory, backend }, never);
    return made;
  };
  const selection = (name: string, ...ranges: number[]): RunSelection => ({
    name,
    fingerprint,
    examples: { length: 30, ranges },
  });
  const onDisk = async () => JSON.parse(await readFile(file, 'utf8'));

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-selections-'));
    directory = join(folder, 'run');
    file = join(directory, 'selections.json');
    const source = join(folder, 'table.csv');
    await writeFile(source, `x,y\n${Array.from({ length: 30 }, (_, i) => `${i % 7},${(i * 5) % 11}`).join('\n')}\n`);
    const trained = service();
    const request = {
      data: { source },
      model: { hidden: [4], latent: 2 },
      training: { epochs: 1, batchSize: 10 },
      backend,
    };
    ({
      record: { fingerprint },
    } = await trained.service.train({ request, directory }, never));
    await trained.ended;
  });
  afterEach(() => rm(file, { recursive: true, force: true }));
  after(() => rm(folder, { recursive: true, force: true }));

  it('are kept, replaced, removed, and found by another process; nothing else is left', async () => {
    const before = (await readdir(directory)).sort();
    const one = await open();
    assert.deepEqual(await one.selections({}, never), { selections: [] });
    await Promise.all([
      one.keepSelections({ put: [selection('a', 1, 2), selection('b', 3, 3)], remove: [] }, never),
      one.keepSelections({ put: [selection('b', 4, 5)], remove: ['a'] }, never),
    ]);
    assert.deepEqual(await (await open()).selections({}, never), { selections: [selection('b', 4, 5)] });
    assert.deepEqual((await readdir(directory)).sort(), [...before, 'selections.json'].sort());
  });

  it('of another process are not lost by a change here', async () => {
    const [one, two] = [await open(), await open()];
    await one.keepSelections({ put: [selection('a', 1, 2)], remove: [] }, never);
    await two.keepSelections({ put: [selection('b', 1, 2)], remove: [] }, never);
    const { selections } = await one.selections({}, never);
    assert.deepEqual(
      selections.map(({ name }) => name),
      ['a', 'b'],
    );
  });

  it('keep what a later version adds', async () => {
    const stored = { format: 1, selections: [{ ...selection('a', 1, 2), colour: 'red' }], more: 5 };
    await writeFile(file, JSON.stringify(stored));
    await (await open()).keepSelections({ put: [selection('a', 3, 3)], remove: [] }, never);
    assert.deepEqual(await onDisk(), { ...stored, selections: [{ ...selection('a', 3, 3), colour: 'red' }] });
  });

  it('that cannot be read are said to be so, and not written over', async () => {
    for (const text of ['{', '{"format":2,"selections":[]}', '{"format":1,"selections":[{"name":""}]}']) {
      await writeFile(file, text);
      const trainer = await open();
      await assert.rejects(
        () => trainer.selections({}, never) as Promise<unknown>,
        failsWith('run.selectionsUnreadable'),
      );
      const keep = trainer.keepSelections({ put: [selection('a', 1, 2)], remove: [] }, never) as Promise<unknown>;
      await assert.rejects(keep, failsWith('run.selectionsUnreadable'));
      assert.equal(await readFile(file, 'utf8'), text);
    }
  });

  it('are not written through a link, or where there is no place for them', async () => {
    const trainer = await open();
    const keep = () => trainer.keepSelections({ put: [selection('a', 1, 2)], remove: [] }, never) as Promise<unknown>;
    const precious = join(folder, 'precious.json');
    await writeFile(precious, '{}');
    await symlink(precious, file);
    await assert.rejects(keep, failsWith('run.link'));
    assert.equal(await readFile(precious, 'utf8'), '{}');
    await rm(file);
    await rename(directory, `${directory}.moved`);
    await writeFile(directory, 'a file in its place');
    try {
      await assert.rejects(keep, failsWith('run.selectionsUnreadable'));
    } finally {
      await rm(directory);
      await rename(`${directory}.moved`, directory);
    }
    await mkdir(file);
    await assert.rejects(keep, failsWith('run.selectionsUnreadable'));
  });

  it('are of as many examples as the run', async () => {
    const wrong = { ...selection('a', 1, 2), examples: { length: 31, ranges: [1, 2] } };
    const trainer = await open();
    const keep = (put: RunSelection) => trainer.keepSelections({ put: [put], remove: [] }, never) as Promise<unknown>;
    await assert.rejects(() => keep(wrong), RangeError);
    await keep({ ...wrong, fingerprint: 'of other data' });
    assert.equal((await onDisk()).selections[0].fingerprint, 'of other data');
  });
});
