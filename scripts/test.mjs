// Sets up and tests everything, or what is named: npm test -- [check] [unit] [integration] [e2e] [--grep TEXT]
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { exitCode, main, root } from './processes.mjs';
import { setup } from './setup.mjs';

const bin = (name) => join(root, 'node_modules', name);
const results = join(root, 'dist', 'test-results');
const minutes = 60_000;

/** Each answers { passed, failed, leftOut }. */
const stages = {
  async check() {
    const commands = {
      'lint and format': [bin('@biomejs/biome/bin/biome'), 'check', '.'],
      types: [bin('typescript/bin/tsc'), '-p', '.'],
      'types of the webview': [bin('typescript/bin/tsc'), '-p', 'webview'],
    };
    const result = { passed: 0, failed: 0, leftOut: [] };
    for (const [name, command] of Object.entries(commands)) {
      const passed = (await exitCode(process.execPath, command)) === 0;
      console.log(`  ${passed ? '✔' : '✗'} ${name}`);
      result[passed ? 'passed' : 'failed']++;
    }
    return result;
  },

  unit: (options) => mocha('unit', options),

  async integration({ grep }) {
    const { runInExtensionHost, writeSettings } = await import('../dist/test/harness/index.js');
    const folder = await mkdtemp(join(tmpdir(), 'latent-lens-'));
    const data = join(folder, 'data');
    const workspace = join(folder, 'workspace');
    await mkdir(workspace);
    await writeSettings(data, {});
    const result = await withResult(grep, (environment) =>
      runInExtensionHost({
        data,
        extensions: join(folder, 'extensions'),
        folder: workspace,
        extension: root,
        tests: join(root, 'dist', 'test', 'integration', 'index.js'),
        environment,
        limit: 15 * minutes,
        log: console.log,
      }),
    );
    if (result.failed) await cp(data, join(results, 'integration'), { recursive: true, filter: isEvidence });
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    return result;
  },

  async e2e({ grep }) {
    const { ownTarget, packageExtension } = await import('./package.mjs');
    const out = await mkdtemp(join(tmpdir(), 'latent-lens-'));
    try {
      const [universal, own = universal] = await packageExtension({
        targets: [...new Set(['universal', ownTarget()])],
        out,
      });
      const environment = { LATENT_LENS_VSIX_UNIVERSAL: universal, LATENT_LENS_VSIX_OWN: own };
      return await mocha('e2e', { grep, environment });
    } finally {
      await rm(out, { recursive: true, force: true });
    }
  },
};

function mocha(suite, { grep, environment }) {
  return withResult(grep, (env) =>
    exitCode(process.execPath, [join(root, 'dist', 'test', 'harness', 'main.js'), suite], {
      env: { ...environment, ...env },
    }),
  );
}

/** Runs tests that leave their result in a file. One that leaves none, or ends badly, has failed. */
async function withResult(grep, run) {
  const folder = await mkdtemp(join(tmpdir(), 'latent-lens-'));
  const file = join(folder, 'result.json');
  const result = { passed: 0, failed: 0, leftOut: [] };
  try {
    const code = await run({ LATENT_LENS_TEST_RESULT: file, LATENT_LENS_TEST_GREP: grep ?? '' });
    Object.assign(result, JSON.parse(await readFile(file, 'utf8').catch(() => '{}')));
    if (code !== 0 && result.failed === 0) {
      console.error(`The tests ended with code ${code}.`);
      result.failed++;
    }
  } catch (error) {
    console.error(error.message);
    result.failed++;
  }
  await rm(folder, { recursive: true, force: true });
  return result;
}

/** Logs and settings, not the editor's caches. */
function isEvidence(path) {
  return !/CachedExtension|CachedProfiles|coder-logs|\.sock$/.test(path);
}

await main(import.meta.url, async (args) => {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { grep: { type: 'string' } } });
  const unknown = positionals.find((name) => !(name in stages));
  if (unknown) throw new Error(`There is no stage ${unknown}: choose from ${Object.keys(stages).join(', ')}.`);
  const tests = Object.keys(stages).filter((name) => !values.grep || name !== 'check');
  const chosen = positionals.length > 0 ? positionals : tests;
  const start = Date.now();
  await setup();
  await rm(results, { recursive: true, force: true });

  const total = { passed: 0, failed: 0, leftOut: [] };
  for (const name of chosen) {
    console.log(`\n== ${name}`);
    const stageStart = Date.now();
    const { passed, failed, leftOut } = await stages[name]({ grep: values.grep });
    console.log(`== ${name}: ${passed} passed, ${failed} failed, ${seconds(stageStart)} s`);
    total.passed += passed;
    total.failed += failed;
    total.leftOut.push(...leftOut);
  }
  if (total.passed + total.failed === 0) {
    console.error('No test ran.');
    total.failed++;
  }
  for (const title of total.leftOut) console.log(`Left out: ${title}`);
  if (existsSync(results)) console.log(`Pictures and logs of failed tests: ${results}`);
  console.log(`\nAll of it took ${seconds(start)} s.\n`);
  console.log(`${total.passed} passed, ${total.failed} failed`);
  process.exitCode = total.failed ? 1 : 0;
});

function seconds(start) {
  return Math.round((Date.now() - start) / 1000);
}
