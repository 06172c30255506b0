import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { projectRoot } from '../../harness/paths';
import { isRunning, runCommand, spawnGroup, stopGroup, until } from '../../harness/processes';

/** Prints its own id and that of a child, and lives on in both. */
const family = `
  const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)']);
  console.log(process.pid + ' ' + child.pid);
  setInterval(() => {}, 1e6);`;

/** Does not mind being asked to end. */
const stubborn = `
  process.on('SIGTERM', () => {});
  console.log(process.pid);
  setInterval(() => {}, 1e6);`;

async function idsFrom(output: NodeJS.ReadableStream | null): Promise<number[]> {
  assert.ok(output);
  const [line] = await once(createInterface(output), 'line');
  return String(line).split(' ').map(Number);
}

describe('a process group', () => {
  for (const [kind, script] of Object.entries({ family, stubborn })) {
    it(`is stopped whole: ${kind}`, async () => {
      const leader = spawnGroup(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
      const ids = await idsFrom(leader.stdout);
      assert.ok(ids.every(isRunning));
      await stopGroup(leader, 500);
      assert.ok(!ids.some(isRunning));
    });
  }

  it('ends with the process that holds it, even if that is killed', async () => {
    const module = join(projectRoot, 'dist', 'test', 'harness', 'processes.js');
    const holder = `
      const { spawnGroup } = require(${JSON.stringify(module)});
      spawnGroup(process.execPath, ['-e', ${JSON.stringify(family)}], { stdio: ['ignore', 'inherit', 'inherit'] });`;
    const child = spawn(process.execPath, ['-e', holder], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ids = await idsFrom(child.stdout);
    assert.ok(ids.every(isRunning));
    child.kill('SIGKILL');
    await until('the group to end', () => !ids.some(isRunning));
  });
});

describe('a command', () => {
  it('that fails says what it printed', async () => {
    await assert.rejects(runCommand(process.execPath, ['-e', 'console.error("out of cheese"); process.exit(3)']), {
      message: /failed:\nout of cheese$/,
    });
  });
});
