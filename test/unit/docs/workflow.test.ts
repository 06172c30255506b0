import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import * as v from 'valibot';
import { CheckFile } from '../../../src/protocol/check';
import { projectRoot } from '../../harness/paths';
import { blocks, pageAt } from './markdown';

const run = promisify(execFile);

const Step = v.object({ name: v.optional(v.string()), uses: v.optional(v.string()), run: v.optional(v.string()) });
const Workflow = v.object({
  name: v.string(),
  on: v.array(v.string()),
  jobs: v.record(v.string(), v.object({ 'runs-on': v.string(), steps: v.array(Step) })),
});

/** By the parser that the test runner reads its own settings with. */
function parseYaml(text: string): unknown {
  const parser = createRequire(require.resolve('mocha'))('js-yaml') as { load(text: string): unknown };
  return parser.load(text);
}

describe('the workflow for continuous integration', () => {
  const page = pageAt('docs/measures.md');
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-workflow-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('does as it is written, with the file of the page and a run that is committed', async () => {
    const [written] = blocks(page, 'yaml');
    const { jobs } = v.parse(Workflow, parseYaml(written));
    const steps = Object.values(jobs).flatMap((job) => job.steps);
    assert.ok(steps.every((step) => (step.uses === undefined) !== (step.run === undefined)));
    const commands = steps.flatMap((step) => (step.run?.startsWith('latent-lens') ? step.run : []));
    assert.equal(commands.length, 2);
    const [expectations] = blocks(page, 'jsonc');
    v.parse(CheckFile, JSON.parse(expectations));
    await writeFile(join(folder, 'model.latentcheck.json'), expectations);
    const shell = join(folder, 'bin', 'latent-lens');
    await mkdir(join(folder, 'bin'));
    await writeFile(shell, `#!/bin/sh\nexec "${process.execPath}" "${join(projectRoot, 'dist', 'cli.js')}" "$@"\n`);
    await chmod(shell, 0o755);
    const env = { ...process.env, PATH: `${join(folder, 'bin')}${delimiter}${process.env.PATH}` };
    const [train, check] = commands;
    await run('sh', ['-c', train], { cwd: folder, env });
    await cp(join(folder, 'run'), join(folder, 'committed'), { recursive: true });
    const { stdout } = await run('sh', ['-c', check], { cwd: folder, env });
    assert.match(stdout, /all 4 expectations are met/);
    assert.match(await readFile(join(folder, 'latent-space.xml'), 'utf8'), /<testsuites .*tests="4" failures="0"/);
  });
});
