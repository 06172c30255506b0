import assert from 'node:assert/strict';
import { fillPlaceholders, UserError } from '../../src/protocol/errors';
import { checkRequest, parseRequest, resolvePaths } from '../../src/request';

const t = (message: string, ...args: (string | number)[]) =>
  fillPlaceholders(message, Object.fromEntries(args.entries()));

/** The sentence about a request that is refused. */
function complaint(value: unknown): string {
  try {
    checkRequest(value, 'my.latent.json', t);
  } catch (error) {
    assert.ok(error instanceof UserError);
    assert.equal(error.code, 'config.invalid');
    return error.message;
  }
  throw new Error('The request was accepted');
}

const sentence = (text: string) => `my.latent.json: ${text}. Correct it and try again.`;

describe('a request', () => {
  it('is taken as it is when nothing is wrong with it', () => {
    const request = { data: 'builtin:digits', preset: 'explore', model: { latent: 2 }, training: { epochs: 1 } };
    assert.deepEqual(checkRequest(request, 'my.latent.json', t), request);
  });

  const refused: readonly (readonly [string, unknown, string])[] = [
    ['a latent dimension of 0', { data: 'x', model: { latent: 0 } }, 'model.latent must be at least 1, not 0'],
    ['half an epoch', { data: 'x', training: { epochs: 1.5 } }, 'training.epochs must be a whole number, not 1.5'],
    ['a number in quotes', { data: 'x', training: { seed: '1' } }, 'training.seed must be a number, not "1"'],
    [
      'too large a share',
      { data: 'x', training: { validationSplit: 1 } },
      'training.validationSplit must be at most 0.9, not 1',
    ],
    ['no step', { data: 'x', training: { learningRate: 0 } }, 'training.learningRate must be greater than 0, not 0'],
    [
      'an unknown preset',
      { data: 'x', preset: 'big' },
      'preset must be one of "classic", "explore", "conv", "photos", "text", "writing", not "big"',
    ],
    ['an unknown setting', { data: 'x', model: { layers: 3 } }, 'model.layers is not a setting of this version'],
    [
      'an unknown setting of the data',
      { data: { source: 'x', lables: 'y' } },
      'data.lables is not a setting of this version',
    ],
    ['no draw', { data: 'x', objective: { samples: 0 } }, 'objective.samples must be at least 1, not 0'],
    ['an empty source', { data: { source: '' } }, 'data.source must not be empty'],
    ['a bad list', { data: 'x', model: { hidden: 256 } }, 'model.hidden must be a list in [ ], not 256'],
    ['a bad entry of a list', { data: 'x', model: { hidden: [256, 0] } }, 'model.hidden.1 must be at least 1, not 0'],
    ['no data', { preset: 'explore' }, 'data is missing'],
    ['nothing', null, 'the content must be an object in { }, not null'],
  ];
  for (const [what, value, text] of refused) {
    it(`with ${what} is refused in one sentence`, () => assert.equal(complaint(value), sentence(text)));
  }
});

describe('the text of a configuration file', () => {
  const parse = (text: string) => () => parseRequest(text, 'my.latent.json', t);
  const says = (text: string) => (error: unknown) => error instanceof UserError && error.message === sentence(text);

  it('may begin with a byte order mark', () => assert.deepEqual(parse('\uFEFF{"data": "x"}')(), { data: 'x' }));

  it('is refused with the line of a mistake', () => {
    assert.throws(parse('{\n  "data": "x",\n  nonsense\n}\n'), says('line 3 is not valid JSON'));
  });

  it('is refused when it ends too early', () => {
    assert.throws(parse('{\n  "data": "x"\n'), says('line 2 is not valid JSON'));
  });

  it('is refused when it is empty', () => assert.throws(parse(''), says('line 1 is not valid JSON')));
});

describe('the paths of a request', () => {
  const there =
    (...paths: string[]) =>
    async (path: string) =>
      paths.includes(path);

  it('start at the folder', async () => {
    const resolved = await resolvePaths({ data: '../images' }, '/home/me/configs', there());
    assert.equal(resolved.data, '/home/me/images');
  });

  it('stay where they are when absolute or built in', async () => {
    for (const data of ['/data/x.csv', 'builtin:digits']) {
      assert.equal((await resolvePaths({ data }, '/home/me', there())).data, data);
    }
  });

  it('are those of other data to validate with, too', async () => {
    const data = { source: 'x.npy', validation: { source: 'y.npy', labels: 'z.npy', array: 'w' } };
    const resolved = await resolvePaths({ data }, '/home/me', there('/home/me/z.npy'));
    const validation = { source: '/home/me/y.npy', labels: '/home/me/z.npy', array: 'w' };
    assert.deepEqual(resolved.data, { source: '/home/me/x.npy', validation });
  });

  it('tell a label file from a label column by whether it is there', async () => {
    const data = { source: 'x.csv', labels: 'species' };
    const column = await resolvePaths({ data }, '/home/me', there());
    assert.deepEqual(column.data, { source: '/home/me/x.csv', labels: 'species' });
    const file = await resolvePaths({ data }, '/home/me', there('/home/me/species'));
    assert.deepEqual(file.data, { source: '/home/me/x.csv', labels: '/home/me/species' });
  });
});
