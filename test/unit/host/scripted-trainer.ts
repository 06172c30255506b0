// A trainer without tensors: it speaks the protocol, and misbehaves on request. Its data source says how.
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunRequest } from '../../../src/protocol/config';
import { UserError } from '../../../src/protocol/errors';
import { resolveConfig } from '../../../src/protocol/presets';
import { Connection, type Handlers } from '../../../src/protocol/rpc';
import type { EpochMetrics, RunSummary } from '../../../src/protocol/run';
import type { TrainerEvents, TrainerMethods } from '../../../src/protocol/trainer';

interface TrainerSide {
  readonly calls: Record<never, never>;
  readonly serves: TrainerMethods;
  readonly emits: TrainerEvents;
  readonly hears: Record<never, never>;
}

function summary(directory: string, request: RunRequest, history: readonly EpochMetrics[]): RunSummary {
  const data = {
    name: 'made up',
    source: 'builtin:digits',
    format: 'builtin',
    kind: 'images',
    examples: 2,
    shape: [1, 1, 1],
    dtype: 'uint8',
    columns: [],
    warnings: [],
  } as const;
  return {
    directory,
    record: {
      format: 2,
      name: request.name ?? 'made up',
      created: '2024-01-01T00:00:00.000Z',
      status: 'running',
      config: resolveConfig(request, data),
      data,
      fingerprint: '',
      encoding: null,
      epochs: history.length,
      backend: { name: 'cpu', version: '0', fallback: { code: 'process.cancelled', params: {} } },
      versions: {},
    },
    weights,
    history,
    frames: [0],
    columns: [],
    trainingExamples: 2,
    validationExamples: 0,
  };
}

function epoch(number: number): EpochMetrics {
  const losses = { loss: 1 / number, terms: { reconstruction: 1 / number, kl: 0 }, elbo: -1 / number };
  return { epoch: number, ...losses, validation: null, beta: 1, activeUnits: 1, seconds: 0 };
}

const weights = { choice: 'newest', epoch: 0, steps: 0, best: null } as const;
const never = new Promise<never>(() => {});
let behaviour = 'good';
let opened = '';

const handlers: Partial<Handlers<TrainerMethods>> = {
  train({ request, ...place }) {
    behaviour = String(request.data);
    if (behaviour === 'refuse') throw new UserError('data.missing', { path: '/nowhere' });
    if (behaviour === 'hang') {
      process.on('SIGTERM', () => {});
      connection.emit('loading', { phase: 'reading', fraction: 0 });
      return never;
    }
    opened = 'runs' in place ? join(place.runs, 'run') : place.directory;
    // In one batch with the reply, as a fast trainer does.
    setImmediate(() => {
      connection.emit('epoch', { metrics: epoch(1), frames: [0, 1] });
      if (behaviour === 'finish') connection.emit('status', { status: 'completed', weights });
    });
    return summary(opened, request, []);
  },
  open({ directory }) {
    opened = directory;
    const found = summary(directory, { data: 'good' }, [epoch(1)]);
    return { ...found, record: { ...found.record, status: 'interrupted' } };
  },
  resume() {
    setImmediate(() => connection.emit('epoch', { metrics: epoch(2), frames: [0, 1, 2] }));
    return summary(opened, { data: 'good' }, [epoch(1)]);
  },
  stop() {
    connection.emit('status', { status: 'stopped', weights });
    return null;
  },
  column({ name }) {
    if (name === 'die') {
      process.stderr.write('out of made-up memory\n', () => process.exit(7));
      return never;
    }
    return { name, role: 'label', type: 'numeric', values: Float32Array.of(process.pid) };
  },
  shutdown() {
    if (behaviour === 'hang') return never;
    if (opened) appendFileSync(join(opened, '..', 'shutdowns'), 'x');
    setImmediate(() => process.exit(0));
    return null;
  },
};

const connection = new Connection<TrainerSide>(
  {
    send: (message) => process.send?.(message),
    onMessage: (listener) => process.on('message', listener),
    onClose: (listener) => process.on('disconnect', () => listener('the host is gone')),
  },
  handlers as Handlers<TrainerMethods>,
);
process.on('disconnect', () => process.exit());
