import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import esbuild from 'esbuild';
import { isProcessAlive } from '../../../src/process-alive';
import { probeBinding } from '../../../src/runtime/library/probe';
import { need } from '../../harness/need';
import { projectRoot } from '../../harness/paths';
import { canCompile, compileLibrary, compiler, whileLoading } from './fake-library';

describe('the trial of a library that hangs', () => {
  let folder: string;
  let binding: string;
  let trace: string;

  before(async function () {
    need(this, canCompile(), compiler);
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-probe-'));
    binding = join(folder, 'tfjs_binding.node');
    trace = join(folder, 'pid');
    const leaveTrace = `
      FILE* file = std::fopen("${trace}", "w");
      std::fprintf(file, "%d", getpid());
      std::fclose(file);`;
    await compileLibrary(whileLoading(`${leaveTrace} for (;;) pause();`), binding);
  });
  beforeEach(() => writeFile(trace, ''));
  after(() => rm(folder, { recursive: true, force: true }));

  /** The process that loads the library. */
  async function prober(): Promise<number> {
    for (;;) {
      const pid = Number(await readFile(trace, 'utf8'));
      if (pid > 0) return pid;
      await setTimeout(20);
    }
  }

  async function end(pid: number): Promise<void> {
    while (isProcessAlive(pid)) await setTimeout(20);
  }

  it('ends after its time, and says so', async () => {
    const result = await probeBinding(binding, { path: '/library', env: process.env, timeout: 1500 });
    const problem = { code: 'library.hangs', params: { path: '/library', seconds: 1.5 } };
    assert.deepEqual(result, { works: false, problem });
    const pid = Number(await readFile(trace, 'utf8'));
    assert.ok(pid === 0 || !isProcessAlive(pid));
  });

  it('ends when it is called off', async () => {
    const cancelled = new AbortController();
    const trial = probeBinding(binding, { path: '', env: process.env, signal: cancelled.signal });
    const pid = await prober();
    cancelled.abort();
    await assert.rejects(trial, { code: 'process.cancelled' });
    await end(pid);
  });

  it('ends with the process that began it, however that ends', async () => {
    const program = join(folder, 'program.js');
    await symlink(join(projectRoot, 'dist', 'trainer.js'), join(folder, 'trainer.js'));
    await esbuild.build({
      stdin: {
        contents: `
          import { probeBinding } from './src/runtime/library/probe';
          void probeBinding(${JSON.stringify(binding)}, { path: '', env: process.env });`,
        resolveDir: projectRoot,
      },
      outfile: program,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
    });
    const child = spawn(process.execPath, [program], { stdio: 'ignore' });
    const pid = await prober();
    child.kill('SIGKILL');
    await once(child, 'exit');
    await end(pid);
  });
});
