import assert from 'node:assert/strict';
import { commandNames, optionsOf } from '../../../src/cli/arguments';
import { usage, usageOf } from '../../../src/cli/usage';
import { latentLens } from './command-line';

describe('The help of the command line', () => {
  it('lists every command', () => {
    for (const name of commandNames) assert.match(usage, new RegExp(`^  latent-lens ${name} +\\S`, 'm'));
  });

  for (const command of commandNames) {
    it(`of ${command} has each of its options, in lines that fit`, () => {
      const text = usageOf(command);
      const listed = [...text.matchAll(/^ {2}--([a-z-]+)/gm)].map(([, name]) => name);
      assert.deepEqual(listed, optionsOf(command));
      assert.deepEqual(
        text.split('\n').filter((line) => line.length > 120),
        [],
      );
    });
  }

  it('is of the command that it is asked for, wherever that is done', async () => {
    for (const args of [
      ['resume', '--help'],
      ['resume', '--run', 'x', '-h'],
    ]) {
      const { code, stdout } = await latentLens(...args);
      assert.deepEqual([code, stdout], [0, usageOf('resume')]);
    }
    assert.equal((await latentLens('--help')).stdout, usage);
    const nothing = await latentLens();
    assert.deepEqual([nothing.code, nothing.stdout, nothing.stderr], [2, '', usage]);
    assert.match((await latentLens('fly', '--help')).stderr, /no command fly/);
  });
});
