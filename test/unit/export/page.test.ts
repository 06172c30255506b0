import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { withoutPlaces } from '../../../src/export/page/without-places';
import { contentElement, type PageContent } from '../../../src/page/content';
import { unpack } from '../../../src/page/pack';
import { PageRun } from '../../../src/page/page-run';
import type { RunRequest } from '../../../src/protocol/config';
import { UserError } from '../../../src/protocol/errors';
import { createTrainerService, type TrainerService } from '../../../src/trainer/service';

const never = new AbortController().signal;
const language = { strings: {}, locale: 'en' };
const pca = { kind: 'pca' } as const;
const umap = { kind: 'umap', dims: 2, neighbours: 5, minDist: 0.1, epochs: 10, seed: 1 } as const;
const laidOutPart = { ...umap, dims: 3, of: Uint32Array.of(0b10110101, 0x7ff, 1) } as const;
const byColumns = { kind: 'columns', columns: ['x', 'y'] } as const;
const onShow = { pinned: null, projection: null };
const failsWith = (code: string) => (error: unknown) => error instanceof UserError && error.code === code;

/** What the page of a file holds. */
async function contentOf(path: string): Promise<PageContent> {
  const text = await readFile(path, 'utf8');
  const [, base64] = new RegExp(`id="${contentElement}">([^<]*)<`).exec(text) ?? [];
  return unpack(Uint8Array.from(inflateRawSync(Buffer.from(base64, 'base64')))) as PageContent;
}

describe('A page to hand on', function () {
  this.timeout(300_000);
  let folder: string;
  let trainer: TrainerService;
  let page: string;
  let content: PageContent;
  let handlers: ReturnType<PageRun['handlers']>;

  const train = async (name: string, request: RunRequest): Promise<TrainerService> => {
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const made = createTrainerService((event, params) => {
      if (event === 'status' && (params as { status: string }).status !== 'running') end();
    });
    await made.train({ request, directory: join(folder, 'runs', name) }, never);
    await ended;
    return made;
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-of-somebody-'));
    await mkdir(join(folder, 'secret data'));
    const source = join(folder, 'secret data', 'things.csv');
    const words = ['red', 'green', 'blue'];
    const lines = Array.from({ length: 90 }, (_, i) => {
      const [x, y] = [Math.sin(i), Math.cos(3 * i)];
      return `${x},${y},${x * y},${words[i % 3]},${join(folder, 'secret data')}/picture ${i}.png`;
    });
    await writeFile(source, `x,y,xy,colour,file\n${lines.join('\n')}\n`);
    trainer = await train('table', {
      name: 'Things',
      data: { source, labels: 'colour', roles: { file: 'id' } },
      model: { kind: 'vae', hidden: [12], latent: 5 },
      training: { epochs: 4, batchSize: 16, validationSplit: 0.2, seed: 3 },
      backend: 'cpu',
    });
    await trainer.layOut({ epoch: null, layout: umap }, never);
    await trainer.layOut({ epoch: null, layout: laidOutPart }, never);
    await trainer.keepSelections(
      {
        put: [{ name: 'first', fingerprint: 'x', examples: { length: 90, ranges: [0, 9] } }],
        remove: [],
      },
      never,
    );
    page = join(folder, 'page.html');
    await trainer.exportPage({ path: page, state: { version: 2 }, ...onShow, language }, never);
    content = await contentOf(page);
    handlers = new PageRun(content).handlers();
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('answers as the trainer does, where nothing is decoded', async () => {
    const part = { ...umap, of: Uint32Array.of(0b10110101, 0, 1) };
    const axes = { kind: 'axes', axes: [4, 0, 2] } as const;
    const aligned = [
      { ...pca, alignedTo: null },
      { ...axes, alignedTo: 1 },
    ];
    for (const projection of [pca, umap, part, laidOutPart, axes, byColumns, ...aligned]) {
      for (const epoch of [null, 2]) {
        const params = { epoch, projection };
        assert.deepEqual(await handlers.latents(params, never), await trainer.latents(params, never));
      }
    }
    // The words of that column are paths: they are told without their folder.
    for (const { name } of content.run.columns.filter((column) => column.name !== 'file')) {
      assert.deepEqual(await handlers.column({ name }, never), await trainer.column({ name }, never), name);
    }
    const of = Uint32Array.of(0b1011, 0, 1);
    const same = async <K extends 'around' | 'latentMoments' | 'trails' | 'sheet' | 'nearest' | 'examples'>(
      method: K,
      params: Parameters<TrainerService[K]>[0],
    ) => {
      const ask = (whom: object) => (whom as Record<K, (params: unknown, signal: AbortSignal) => unknown>)[method];
      assert.deepEqual(await ask(handlers)(params, never), await ask(trainer)(params, never), method);
    };
    await same('around', { of, count: 4, place: 'each' });
    await same('around', { of, count: 4, place: 'centre' });
    await same('around', { of, count: 4, place: 'each', epoch: 2 });
    await same('latentMoments', { of });
    await same('latentMoments', { of, epoch: 2 });
    await same('sheet', { of, count: 2 });
    for (const projection of [pca, umap, byColumns, aligned[1]])
      await same('trails', { of, epochs: [0, 2, 4], projection });
    await same('nearest', { z: Float32Array.of(0.1, 0.2, -0.3, 0, 1) });
    assert.deepEqual(await handlers.layouts({}, never), { kept: await trainer.layouts({}, never), running: null });
    await same('examples', { indices: [7, 3, 89] });
    assert.deepEqual(content.selections, (await trainer.selections({}, never)).selections);
  });

  it('has what is computed where somebody chooses it, as the trainer computes it', async () => {
    const names = content.run.columns.map(({ name }) => name);
    for (const name of ['density', 'disagreement', 'trust', 'kl_z4', 'sigma_z0']) assert.ok(names.includes(name), name);
    for (const projection of [pca, umap, laidOutPart]) {
      const params = { name: 'trust', projection };
      assert.deepEqual(await handlers.column(params, never), await trainer.column(params, never));
    }
    // Of another epoch it is that of the newest, and says so.
    assert.equal((await handlers.column({ name: 'density', epoch: 2 }, never)).epoch, 4);
    const other = { name: 'trust', projection: { kind: 'axes', axes: [0, 1, 3] } } as const;
    await assert.rejects(async () => handlers.column(other, never), failsWith('page.noTrust'));
  });

  it('inspects, lists and decodes by its own decoder', async () => {
    const params = { index: 17, projection: umap };
    const [here, there] = [await handlers.inspect(params, never), await trainer.inspect(params, never)];
    for (const part of ['index', 'epoch', 'original', 'mean', 'split', 'neighbours'] as const) {
      assert.deepEqual(here[part], there[part], part);
    }
    assert.deepEqual(
      here.columns.map(({ name }) => name),
      there.columns.map(({ name }) => name),
    );
    near(here.position, there.position, 1e-5);
    near(here.sigma ?? [], there.sigma ?? [], 1e-5);
    near(here.klPerDimension ?? [], there.klPerDimension ?? [], 1e-5);
    assert.equal(here.samples, 0);
    assert.equal(here.source, null);
    const { reconstruction, kl } = here.losses.terms;
    assert.equal(here.losses.elbo, -(reconstruction + kl));
    const measured = (await trainer.column({ name: 'reconstruction' }, never)).values[17];
    assert.ok(Math.abs(reconstruction - measured) < 1e-4);
    nearRows(here.reconstruction, there.reconstruction);

    const list = { order: 'worst', filter: { column: 'colour', category: 1 }, offset: 3, count: 5 } as const;
    const [ours, theirs] = [await handlers.reconstructions(list, never), await trainer.reconstructions(list, never)];
    assert.deepEqual([ours.total, ours.indices, ours.originals], [theirs.total, theirs.indices, theirs.originals]);
    nearRows(ours.reconstructions, theirs.reconstructions);

    const place = { position: [0.3, -0.2, 0.1], projection: pca, from: 4 } as const;
    const [decoded, expected] = [await handlers.decode?.(place, never), await trainer.decode(place, never)];
    near(decoded?.z ?? [], expected.z, 1e-5);
    nearRows(decoded?.example, expected.example);
    const draw = { count: 3, seed: 5, projection: pca };
    const [drawn, wanted] = [await handlers.samples?.(draw, never), await trainer.samples(draw, never)];
    near(drawn?.positions ?? [], wanted.positions, 1e-5);
    nearRows(drawn?.examples, wanted.examples);
  });

  it('of another prior than N(0, I) brings draws from it along, and has no KL of single dimensions', async () => {
    const own = await train('mixture', {
      data: { source: join(folder, 'secret data', 'things.csv'), labels: 'colour', roles: { file: 'id' } },
      model: { kind: 'vae', hidden: [12], latent: 2, prior: { name: 'mixture', components: 3 } },
      objective: { samples: 3 },
      training: { epochs: 2, batchSize: 16, seed: 3 },
      backend: 'cpu',
    });
    const path = join(folder, 'mixture.html');
    await own.exportPage({ path, state: null, ...onShow, language }, never);
    const along = await contentOf(path);
    const answers = new PageRun(along).handlers();
    assert.equal(along.priorDraws?.length, 2 * 1024);
    const axes = { kind: 'axes', axes: [0, 1, 0] } as const;
    const draws = [1, 2].map((seed) => answers.samples?.({ count: 4, seed, projection: axes }, never));
    const [first, second] = await Promise.all(draws);
    const stored = new Set(along.priorDraws);
    assert.ok(first?.positions.every((value) => stored.has(value)));
    assert.notDeepEqual(first?.positions, second?.positions);
    const columns = along.run.columns.map(({ name }) => name);
    assert.ok(columns.includes('kl') && !columns.includes('kl_z0'));
    for (const inspected of [
      await answers.inspect({ index: 7, projection: axes }, never),
      await own.inspect({ index: 7, projection: axes }, never),
    ]) {
      assert.equal(inspected.klPerDimension, null);
      assert.equal(inspected.sigma?.length, 2);
      assert.ok(
        Number.isFinite(inspected.losses.terms.kl) && inspected.losses.terms.kl !== 0 && inspected.losses.elbo !== null,
      );
    }
    await rm(path);
    const drawn = await own.samples({ count: 5, seed: 1, projection: axes }, never);
    assert.ok(drawn.positions.every(Number.isFinite));
  });

  it('says nothing of the machine that it comes from', async () => {
    const text = await readFile(page, 'utf8');
    const words = JSON.stringify(content);
    const { username } = userInfo();
    for (const place of [folder, homedir(), join(folder, 'runs'), 'secret data', `/${username}/`, `${username}@`]) {
      assert.ok(!text.includes(place), place);
      assert.ok(!words.includes(place), place);
    }
    const files = content.columns.find(({ name }) => name === 'file');
    assert.equal(files?.categories?.[0], 'picture 0.png');
    assert.equal(content.run.record.data.source, 'things');
  });

  it('reaches for nothing: all is in the file, and its policy allows no more', async () => {
    const text = await readFile(page, 'utf8');
    assert.match(text, /http-equiv="Content-Security-Policy" content="default-src 'none';/);
    const head = text.slice(0, text.indexOf('<style'));
    assert.doesNotMatch(head, /<link|src=|connect-src/);
    assert.equal(text.match(/<script/g)?.length, 4 + (text.match(/['"`]<script/g)?.length ?? 0));
  });

  it('is written whole or not at all, and says why not', async () => {
    const file = join(folder, 'a file');
    await writeFile(file, '');
    const written = { state: null, ...onShow, language };
    await assert.rejects(
      async () => trainer.exportPage({ ...written, path: join(file, 'page.html') }, never),
      failsWith('data.unwritable'),
    );
    const stopped = AbortSignal.abort(new UserError('process.cancelled'));
    await assert.rejects(
      async () => trainer.exportPage({ ...written, path: join(folder, 'other.html') }, stopped),
      failsWith('process.cancelled'),
    );
    assert.deepEqual((await readdir(folder)).sort(), ['a file', 'page.html', 'runs', 'secret data']);
  });

  it('is as large as was said, about', async () => {
    const plan = await trainer.pagePlan(onShow, never);
    const { length } = await readFile(page);
    assert.ok(Math.abs(plan.bytes / length - 1) < 0.2, `${plan.bytes} for ${length}`);
    assert.deepEqual([plan.points, plan.examples, plan.epochs, plan.allEpochs], [90, 90, 5, 5]);
    assert.deepEqual([plan.layouts, plan.allLayouts, plan.withDecoder], [2, 2, true]);
    assert.deepEqual([plan.computed, plan.trusted], [['density', 'disagreement', 'klDimension', 'sigma'], 3]);
  });

  it('holds reconstructions instead of a decoder that is too large', async () => {
    const large = await train('large', {
      data: { source: 'builtin:digits', limit: 40 },
      model: { kind: 'ae', architecture: 'dense', hidden: [2800], latent: 2 },
      training: { epochs: 1, batchSize: 20 },
      backend: 'cpu',
    });
    const path = join(folder, 'large.html');
    await large.exportPage({ path, state: null, ...onShow, language }, never);
    const held = await contentOf(path);
    assert.equal(held.decoder, null);
    const answers = new PageRun(held).handlers();
    assert.equal(answers.decode, undefined);
    const params = { index: 3, projection: { kind: 'axes', axes: [0, 1, -1] } } as const;
    const [here, there] = [await answers.inspect(params, never), await large.inspect(params, never)];
    assert.deepEqual(here.reconstruction, there.reconstruction);
    assert.equal(here.sigma, null);
    assert.equal(here.difference.length, 28 * 28);
    const [original, reconstruction] = [here.original, here.reconstruction];
    assert.ok(original.kind === 'images' && reconstruction.kind === 'images');
    const { pixels } = reconstruction;
    near(
      here.difference,
      Array.from(original.pixels, (value, i) => (value - pixels[i]) / 255),
      1e-6,
    );
    await rm(path);
  });
});

describe('Words of a page', () => {
  it('lose the folders of this machine, and nothing that only looks like them', () => {
    const places = ['/home/ada', '/home/ada/photos', '/', 'C:\\Users\\Ada'];
    const value = {
      a: ['/home/ada/photos/cat/1.png', '/home/ada', '/home/adam/x', 'C:\\Users\\Ada\\x.png'],
      '/home/ada/key': Float32Array.of(1),
    };
    assert.deepEqual(withoutPlaces(value, places), {
      a: ['cat/1.png', '', '/home/adam/x', 'x.png'],
      key: Float32Array.of(1),
    });
  });
});

function near(actual: ArrayLike<number>, expected: ArrayLike<number>, limit: number): void {
  assert.equal(actual.length, expected.length);
  for (let i = 0; i < expected.length; i++) {
    assert.ok(Math.abs(actual[i] - expected[i]) <= limit, `${i}: ${actual[i]}, not ${expected[i]}`);
  }
}

type Rows = { readonly kind: string; readonly rows?: readonly (readonly (string | number)[])[] } | undefined;

function nearRows(actual: Rows, expected: Rows): void {
  assert.equal(actual?.kind, 'rows');
  assert.equal(actual?.rows?.length, expected?.rows?.length);
  for (const [i, row] of (expected?.rows ?? []).entries()) {
    for (const [j, cell] of row.entries()) {
      const own: string | number | undefined = actual?.rows?.[i][j];
      if (typeof cell === 'number') assert.ok(Math.abs(cell - Number(own)) < 1e-4, `${own}, not ${cell}`);
      else assert.equal(own, cell);
    }
  }
}
