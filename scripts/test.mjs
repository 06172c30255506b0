// Sets up and tests everything, or what is named: npm test -- [check] [unit] [integration] [e2e] [--grep TEXT]
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { main } from './processes.mjs';
import { setup } from './setup.mjs';
import { checkJobs } from './test/check.mjs';
import { editorJobs } from './test/editor.mjs';
import { evidence, noResult, sum } from './test/results.mjs';
import { unitJobs } from './test/unit.mjs';

const stages = ['check', 'unit', 'integration', 'e2e'];
const slowest = 10;

/**
 * Runs jobs, as many side by side as there are processors. Beside them those of the editor follow one another, for each of
 * a few servers: windows of one share settings. They take longest and often wait for something, and so come first where
 * they want a processor, which the others have meanwhile.
 */
async function runAll(jobs, { inTurn, servers }) {
  const results = [];
  const work = async (queue, server) => {
    for (let job = queue.shift(); job; job = queue.shift()) results.push(await report(job, server));
  };
  // Each process that runs wants to hear of signals.
  process.setMaxListeners(0);
  const others = Array.from({ length: availableParallelism() }, () => work(jobs));
  await Promise.all([...servers.map((server) => work(inTurn, server)), ...others]);
  return sum(results);
}

/** Runs a job, and prints what it had to say in one piece. */
async function report({ title, run }, server) {
  const lines = [];
  const start = Date.now();
  const result = await run((line) => lines.push(line), server).catch((error) => {
    lines.push(process.env.DEBUG ? error.stack : error.message);
    return { ...noResult(), failed: 1 };
  });
  const { passed, failed, skipped } = result;
  console.log([`\n== ${title}`, ...lines].join('\n'));
  const worked = result.processors ? `, ${seconds(1000 * result.processors)} s of processors` : '';
  console.log(`== ${title}: ${counted(passed, failed, skipped)}, ${seconds(Date.now() - start)} s${worked}`);
  return { ...result, durations: result.durations.map((test) => ({ ...test, title: `${title}: ${test.title}` })) };
}

const counted = (passed, failed, skipped) => `${passed} passed, ${failed} failed, ${skipped.length} skipped`;
const seconds = (ms) => (ms / 1000).toFixed(ms < 10_000 ? 1 : 0);

await main(import.meta.url, async (args) => {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { grep: { type: 'string' } } });
  const unknown = positionals.find((name) => !stages.includes(name));
  if (unknown) throw new Error(`There is no stage ${unknown}: choose from ${stages.join(', ')}.`);
  const { grep } = values;
  const chosen = positionals.length > 0 ? positionals : stages.filter((name) => !grep || name !== 'check');
  const start = Date.now();
  await setup();
  await rm(evidence, { recursive: true, force: true });

  const editor = await editorJobs(chosen, { grep });
  const jobs = [
    ...editor.beside,
    ...(chosen.includes('check') ? checkJobs() : []),
    ...(chosen.includes('unit') ? await unitJobs({ grep }) : []),
  ];
  const total = await runAll(jobs, editor).finally(editor.close);

  const { passed, failed, skipped, durations } = total;
  if (passed + failed + skipped.length === 0) {
    console.error('No test ran.');
    total.failed++;
  }
  console.log('\nThe slowest tests:');
  for (const { title, ms } of durations.toSorted((a, b) => b.ms - a.ms).slice(0, slowest)) {
    console.log(`${seconds(ms).padStart(6)} s  ${title}`);
  }
  for (const title of skipped) console.log(`Skipped: ${title}`);
  if (existsSync(evidence)) console.log(`Pictures and logs of failed tests: ${evidence}`);
  console.log(`\nAll of it took ${seconds(Date.now() - start)} s.\n`);
  console.log(counted(total.passed, total.failed, skipped));
  process.exitCode = total.failed ? 1 : 0;
});
