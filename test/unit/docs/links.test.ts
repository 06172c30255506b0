import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { commandNames, isCommand, parseArguments } from '../../../src/cli/arguments';
import { usageOf } from '../../../src/cli/usage';
import { projectRoot } from '../../harness/paths';
import { anchors, codeOf, links, pageAt, pages } from './markdown';

const read = (path: string) => readFileSync(join(projectRoot, path), 'utf8');
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

describe('Links in the documentation', () => {
  for (const page of pages()) {
    it(`of ${page.path} lead somewhere`, () => {
      const broken = links(page)
        .filter((target) => !/^[a-z]+:/.test(target))
        .filter((target) => {
          const [file, anchor] = target.split('#');
          const path = file === '' ? page.path : join(dirname(page.path), file);
          if (!existsSync(join(projectRoot, path))) return true;
          return anchor !== undefined && !anchors(pageAt(path)).includes(anchor);
        });
      assert.deepEqual(broken, []);
    });
  }
});

describe('Commands in the documentation', () => {
  const lines = pages().flatMap(codeOf);

  it('are scripts that npm knows', () => {
    const named = lines.flatMap((line) => [...line.matchAll(/\bnpm (?:run )?([a-z]+)/g)].map(([, name]) => name));
    const unknown = named.filter((name) => !(name in scripts));
    assert.ok(named.length > 10);
    assert.deepEqual(unknown, []);
  });

  it('are files that Node finds', () => {
    const files = lines.flatMap((line) => [...line.matchAll(/\bnode ([\w./-]+\.m?js)/g)].map(([, file]) => file));
    const missing = files.filter((file) => !file.startsWith('dist/') && !existsSync(join(projectRoot, file)));
    assert.ok(files.length > 2);
    assert.deepEqual(missing, []);
  });

  it('are accepted by the command line', () => {
    const calls = lines.flatMap((line) => [...line.matchAll(/(?:^|\s)latent-lens ([a-z]+) ([^…]*)$/g)]);
    assert.ok(calls.length > 5);
    for (const [call, name, rest] of calls) {
      assert.ok(isCommand(name), call);
      // What follows is the shell's.
      const [own] = rest.split(/[|>]/);
      const args = own.split(/\s+/).filter((word) => word !== '');
      assert.doesNotThrow(() => parseArguments(name, args), call);
    }
  });

  it('have options that exist', () => {
    const own = readdirSync(join(projectRoot, 'scripts')).filter((file) => file.endsWith('.mjs'));
    const sources = [
      ...commandNames.map(usageOf),
      read('esbuild.mjs'),
      ...own.map((file) => read(`scripts/${file}`)),
    ].join('\n');
    const options = lines.flatMap((line) => [...line.matchAll(/(?<![\w-])--([a-z][a-z-]+)/g)].map(([, name]) => name));
    const known = (name: string) => sources.includes(`--${name}`) || new RegExp(`\\b${name}: \\{ type:`).test(sources);
    const unknown = options.filter((name) => !known(name));
    assert.ok(options.length > 10);
    assert.deepEqual(unknown, []);
  });
});
