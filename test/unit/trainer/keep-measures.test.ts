import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Measured } from '../../../src/protocol/measures';
import { createTrainerService, type TrainerService } from '../../../src/trainer/service';
import { parseMeasures } from '../../../src/training/store/kept-measures';

const never = new AbortController().signal;

describe('What is measured of the run that is open', () => {
  let folder: string;
  let service: TrainerService;
  const events: Measured[] = [];
  const namesOf = (kept: readonly { readonly measured: Measured }[]) => kept.map(({ measured }) => measured.measure);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-keep-measures-'));
    let end: () => void;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    service = createTrainerService((event, params) => {
      if (event === 'measured') events.push(params as Measured);
      if (event === 'status' && (params as { status: string }).status !== 'running') end();
    });
    const request = {
      data: { source: 'builtin:digits', limit: 200 },
      model: { hidden: [16], latent: 2 },
      training: { epochs: 1, batchSize: 50, seed: 9 },
    };
    await service.train({ request, directory: join(folder, 'run') }, never);
    await assert.rejects(async () => service.measure({ only: ['elbo'] }, never), /being trained/);
    await ended;
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('is kept with the run, in the place of what was measured before', async () => {
    assert.deepEqual(await service.keptMeasures({}, never), []);
    const first = await service.measure({ only: ['mse', 'elbo'] }, never);
    assert.deepEqual(namesOf(first), ['elbo', 'mse']);
    assert.deepEqual(
      events.map(({ measure }) => measure),
      ['elbo', 'mse'],
    );
    const { epoch, steps, judged, reference, seed } = first[0];
    assert.deepEqual(
      [epoch, steps, seed, judged.part, judged.examples, reference?.examples],
      [1, 0, 9, 'validation', 20, 180],
    );
    assert.equal(judged.fingerprint, (await service.current({}, never)).record.fingerprint);
    const second = await service.measure({ only: ['elbo', 'psnr'] }, never);
    assert.deepEqual(namesOf(second), ['elbo', 'mse', 'psnr']);
    assert.deepEqual(second[0].measured.values, first[0].measured.values);
    const text = await readFile(join(folder, 'run', 'measures.json'), 'utf8');
    assert.deepEqual(JSON.parse(text), { format: 1, measures: second });
    assert.deepEqual(await service.keptMeasures({}, never), second);
  });

  it('is asked for in vain where it has no value, or is called off, and leaves what is there', async () => {
    const before = await service.keptMeasures({}, never);
    await assert.rejects(async () => service.measure({ only: ['columns'] }, never), /a measure of tables/);
    const calledOff = AbortSignal.abort(new Error('called off'));
    await assert.rejects(async () => service.measure({ only: ['mse'] }, calledOff), /cancelled/);
    assert.deepEqual(await service.keptMeasures({}, never), before);
  });

  it('is nothing where it cannot be read, and what a later version added is left out', async () => {
    const path = join(folder, 'run', 'measures.json');
    const text = await readFile(path, 'utf8');
    assert.equal(parseMeasures(text.replace('"measure":"mse"', '"measure":"of-tomorrow"')).length, 2);
    await writeFile(path, '{');
    assert.deepEqual(await service.keptMeasures({}, never), []);
    assert.deepEqual(namesOf(await service.measure({ only: ['mse'] }, never)), ['mse']);
  });
});
