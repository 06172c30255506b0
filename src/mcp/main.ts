import { join, resolve } from 'node:path';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { type Log, startTrainer } from '../host/trainer-client';
import { tools } from '../tools';
import { OwnTrainings } from '../tools/own-trainings';
import { Trainers } from '../tools/trainers';
import { Workspace } from '../tools/workspace';
import { createServer } from './server';

export interface Served {
  /** What may be reached; new runs go to the first. */
  readonly folders: readonly string[];
  /** Whether to offer only what changes nothing. */
  readonly readOnly: boolean;
  readonly version: string;
}

const runsFolder = join('.latent-lens', 'runs');

/** Serves the tools over standard input and output, until the input ends. */
export async function serve({ folders, readOnly, version }: Served): Promise<void> {
  const places = folders.map((folder) => resolve(folder));
  const runs = places.map((folder) => join(folder, runsFolder));
  const start = () => startTrainer(join(__dirname, 'trainer.js'), stderrLog);
  const trainers = new Trainers(start);
  const trainings = new OwnTrainings(start, { runs: runs[0], project: places[0] });
  const server = createServer({
    version,
    tools: readOnly ? tools.filter(({ writes }) => !writes) : tools,
    context: {
      workspace: new Workspace(places, runs),
      free: () => trainers.free(),
      opened: (directory, signal) => trainers.withRun(directory, signal),
      trainings,
    },
    log: stderrLog,
  });
  const closed = new Promise<void>((settle) => {
    server.onclose = settle;
  });
  process.stdin.once('end', () => void server.close());
  await server.connect(new StdioServerTransport());
  await closed;
  trainers.end();
  // What is half trained is kept, and can be resumed.
  await Promise.all(trainings.all.map((training) => training.stop().catch(() => {})));
}

/** Standard output belongs to the protocol. */
const stderrLog: Log = {
  debug: () => {},
  info: () => {},
  warn: (message) => process.stderr.write(`latent-lens: ${message}\n`),
  error: (message) => process.stderr.write(`latent-lens: ${message}\n`),
};
