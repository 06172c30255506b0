// Stages `integration` and `e2e`: the same servers serve the windows of both.
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownTarget, packageExtension } from '../package.mjs';
import { root } from '../processes.mjs';
import { evidence, noResult, orders, readResult, runTestFiles } from './results.mjs';
import { testFiles } from './unit.mjs';

/** A window's tests that take longer than this hang, however busy the machine is. */
const limit = 60 * 60_000;

/** One window at a time leaves processors idle, and two want more of them than most machines have. */
const mostServers = 2;

/** Begun first: what needs another package than the others, so that each is installed once; then the longest of all. */
const early = ['embedded-backend', 'export', 'reload', 'explorer', 'main-job'];

/**
 * What is to be run one after another, by which servers, and what beside it. Jobs are given one of the servers, which start
 * when they are first needed; `close` ends them.
 */
export async function editorJobs(chosen, { grep }) {
  const stages = ['integration', 'e2e'].filter((stage) => chosen.includes(stage));
  if (stages.length === 0) return { inTurn: [], servers: [], beside: [], close: async () => {} };

  const harness = await import('../../dist/test/harness/index.js');
  const folder = await mkdtemp(join(tmpdir(), 'latent-lens-'));
  const resultFile = join(folder, 'integration.json');
  const servers = Array.from({ length: Math.min(mostServers, availableParallelism()) }, (_, i) => {
    const place = join(folder, `server-${i + 1}`);
    const options = { data: join(place, 'data'), extensions: join(place, 'extensions') };
    let starting;
    return {
      start(log) {
        starting ??= harness.CodeServer.start({ ...options, log, environment: orders({ grep, resultFile }) });
        return starting;
      },
      async stop() {
        await (await starting?.catch(() => undefined))?.stop();
      },
    };
  });

  const integration = {
    title: 'integration',
    async run(print, server) {
      const workspace = join(folder, 'workspace');
      await mkdir(workspace);
      const { address } = await server.start(print);
      const tests = join(root, 'dist', 'test', 'integration', 'index.js');
      const code = await harness.runInExtensionHost(address, {
        folder: workspace,
        extension: root,
        tests,
        limit,
        log: print,
      });
      const { result, complaint } = await readResult(resultFile, code);
      if (complaint) print(complaint);
      if (result.failed) await cp(address.data, join(evidence, 'integration'), { recursive: true, filter: isEvidence });
      return result;
    },
  };

  const packages = makePackages(join(folder, 'packages'));
  const endToEnd = async () => {
    const ranks = new Map(early.map((name, rank) => [join('e2e', `${name}.test.js`), rank]));
    const rank = (file) => ranks.get(file) ?? early.length;
    const files = await testFiles('e2e');
    return files
      .toSorted((a, b) => rank(a) - rank(b))
      .map((file) => ({
        title: file.replace(/\.test\.js$/, ''),
        async run(print, server) {
          const { address } = await server.start(print);
          const environment = { LATENT_LENS_TEST_SERVER: JSON.stringify(address), ...(await packages.made) };
          const before = harness.processorTimeOfGroup(address.group);
          const result = await runTestFiles([file], { grep, environment, print });
          return { ...result, processors: result.processors + harness.processorTimeOfGroup(address.group) - before };
        },
      }));
  };

  return {
    inTurn: [
      ...(stages.includes('integration') ? [integration] : []),
      ...(stages.includes('e2e') ? await endToEnd() : []),
    ],
    beside: stages.includes('e2e') ? [packages.job] : [],
    servers,
    async close() {
      await Promise.all(servers.map((server) => server.stop()));
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** A job that makes the packages, and a promise of the variables that name them. */
function makePackages(out) {
  let settle;
  const made = new Promise((resolve, reject) => {
    settle = { resolve, reject };
  });
  // Whoever needs them hears of it.
  made.catch(() => {});
  const run = async (print) => {
    const making = packageExtension({ targets: [...new Set(['universal', ownTarget()])], out, log: print });
    making.then(
      ([universal, own = universal]) =>
        settle.resolve({ LATENT_LENS_VSIX_UNIVERSAL: universal, LATENT_LENS_VSIX_OWN: own }),
      settle.reject,
    );
    await making;
    return noResult();
  };
  return { job: { title: 'packages', run }, made };
}

/** Logs and settings, not the editor's caches. */
function isEvidence(path) {
  return !/CachedExtension|CachedProfiles|coder-logs|\.sock$/.test(path);
}
