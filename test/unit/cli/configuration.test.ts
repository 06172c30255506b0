import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { start } from './command-line';

describe('latent-lens train with a configuration', function () {
  this.timeout(300_000);
  let folder: string;
  let file: string;
  const elsewhere = () => join(folder, 'elsewhere');
  let runs = 0;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-configuration-'));
    file = join(folder, 'plants', 'leaves.latent.json');
    await mkdir(join(folder, 'plants', 'data'), { recursive: true });
    await mkdir(elsewhere());
    const rows = Array.from({ length: 40 }, (_, i) => `${i},${(i * 7) % 13},kind ${i % 3},${i % 2}`);
    await writeFile(join(folder, 'plants', 'data', 'leaves.csv'), ['a,b,kind,x.y', ...rows].join('\n'));
    await writeFile(join(elsewhere(), 'other.csv'), ['a,b', ...rows.map((row) => row.slice(0, 3))].join('\n'));
    await configure({});
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function configure(more: object): Promise<void> {
    const request = {
      data: { source: 'data/leaves.csv', roles: { kind: 'label' } },
      model: { latent: 2, hidden: [16] },
      training: { epochs: 1, seed: 4 },
      ...more,
    };
    await writeFile(file, JSON.stringify(request));
  }

  const call = (...args: string[]) => start(['train', ...args], { cwd: elsewhere() }).finished;

  /** The record of the run that comes of it. */
  async function recordOf(...args: string[]) {
    const out = join(folder, `run ${++runs}`);
    const { code, stderr } = await call(...args, '--out', out);
    assert.equal(code, 0, stderr);
    return JSON.parse(await readFile(join(out, 'run.json'), 'utf8'));
  }

  it('takes its settings, and its paths from its folder', async () => {
    const { name, config } = await recordOf('--config', join('..', 'plants', 'leaves.latent.json'));
    assert.equal(name, 'leaves');
    assert.deepEqual(config.data, { source: join(folder, 'plants', 'data', 'leaves.csv'), roles: { kind: 'label' } });
    assert.deepEqual([config.model.latent, config.model.hidden, config.training.seed], [2, [16], 4]);
  });

  it('lets --set change any of it, and other options all of that', async () => {
    const { name, config, data } = await recordOf(
      ...['--config', file, '--set', 'model.hidden=[24,8]', '--set', 'model.activation=elu', '--set', 'name=17'],
      ...['--set', 'data.roles.x.y=id', '--set', 'objective={"beta":2,"freeBits":0.5}', '--set', 'model.latent=5'],
      ...['--latent', '3', '--beta', '4', '--epochs', '2', '--limit', '30'],
    );
    assert.equal(name, '17');
    assert.deepEqual(config.data.roles, { kind: 'label', 'x.y': 'id' });
    assert.deepEqual([config.data.limit, data.examples], [30, 30]);
    assert.deepEqual([config.model.hidden, config.model.activation, config.model.latent], [[24, 8], 'elu', 3]);
    assert.deepEqual([config.objective.beta, config.objective.freeBits], [4, 0.5]);
    assert.deepEqual([config.training.epochs, config.training.seed], [2, 4]);
  });

  it('takes paths of options from where it runs', async () => {
    const source = join(elsewhere(), 'other.csv');
    for (const args of [
      ['--data', 'other.csv'],
      ['--set', 'data=other.csv'],
      ['--set', 'data.source=other.csv'],
    ]) {
      assert.equal((await recordOf(...args, '--epochs', '1')).config.data.source, source);
    }
    await configure({ data: 'data/leaves.csv' });
    const { config } = await recordOf('--config', file, '--set', 'data.limit=20', '--set', 'data.labels=kind');
    assert.deepEqual(config.data, {
      source: join(folder, 'plants', 'data', 'leaves.csv'),
      limit: 20,
      labels: 'kind',
      take: 'sample',
    });
    await configure({});
  });

  const refused: Record<string, [args: readonly string[], words: RegExp]> = {
    'an unknown setting': [
      ['--set', 'model.layers=3'],
      /model\.layers is not a setting; those of model are kind, arch/,
    ],
    'an unknown section': [['--set', 'network.x=3'], /network\.x is not a setting; those there are are name, data/],
    'a part of a plain setting': [
      ['--set', 'model.latent.x=3'],
      /model\.latent\.x is not .*; model\.latent is one without/,
    ],
    'a name of the language': [['--set', '__proto__.x=3'], /__proto__\.x is not a setting/],
    'an empty name': [['--set', 'model.=3'], /model\. is not a setting/],
    'text for a list': [['--set', 'model.hidden=wide'], /model\.hidden must be a list in \[ \], not "wide"/],
    'a wrong entry of a list': [['--set', 'model.hidden=[8,0]'], /model\.hidden\.1 must be at least 1, not 0/],
    'an unknown choice': [['--set', 'model.kind=gan'], /model\.kind must be one of "vae", "ae", not "gan"/],
    'a wrong alternative': [['--set', 'data.tile=big'], /data\.tile must be a number or a list in \[ \], not "big"/],
    'an unknown role': [['--set', 'data.roles.a=boss'], /data\.roles\.a must be one of "feature", .* not "boss"/],
    'no value': [['--set', 'model.latent'], /--set takes a setting and its value.*not "model\.latent"/],
    'a file that is not there': [['--config', 'nowhere.latent.json'], /nowhere\.latent\.json cannot be read \(ENOENT/],
    'a file that is none': [['--config', 'other.csv'], /other\.csv: .* is not valid JSON/],
    'no data': [['--set', 'data.limit=3'], /train needs --data, or --config/],
  };
  for (const [what, [args, words]] of Object.entries(refused)) {
    it(`refuses ${what} in one line`, async () => {
      const { code, stdout, stderr } = await call(
        ...(args[0] === '--config' || what === 'no data' ? [] : ['--config', file]),
        ...args,
      );
      assert.equal(code, 2, stderr);
      assert.match(stderr, words);
      assert.equal(stderr.trim().split('\n').length, 1, stderr);
      assert.equal(stdout, '');
    });
  }
});
