import { describeData, discoverData, downloadDataSet, downloadOffers, previewTable } from '../dataset';
import type { DownloadProgress } from '../protocol/download';
import { UserError } from '../protocol/errors';
import type { Emit, Handlers } from '../protocol/rpc';
import type { TrainerEvents, TrainerMethods } from '../protocol/trainer';
import { discoverLibraries } from '../runtime/library/discover';
import { decodeFile, encodeFile, evaluateRun } from './batch';
import { benchmark } from './benchmark';
import { startBackend, tryLibrary } from './native-library';
import { Run } from './run';
import { convertData, inspectData } from './stored';
import { createViewing } from './viewing';

export type TrainerService = Handlers<TrainerMethods>;

/** All that a trainer can be asked, for one run at a time. */
export function createTrainerService(emit: Emit<TrainerEvents>): TrainerService {
  let run: Run | null = null;

  const opened = (): Run => {
    if (run === null) throw new UserError('run.notOpen');
    return run;
  };
  const take = async (next: Promise<Run>): Promise<Run> => {
    run = await next;
    return run;
  };
  const refuseWhileTraining = () => {
    if (run?.isTraining) throw new UserError('run.busy');
  };
  const onFraction = (fraction: number) => emit('loading', { fraction });

  return {
    describe: ({ data }, signal) => describeData(data, signal),
    previewTable: ({ data }, signal) => previewTable(data, { signal }),
    discover: ({ folders, limit }, signal) => discoverData(folders, limit, signal),
    inspectData: (params, signal) => inspectData(params, signal, onFraction),
    convert: (params, signal) => convertData(params, signal, onFraction),
    ...createViewing(emit),
    downloads: (place) => downloadOffers(place),
    download: async ({ name, ...place }, signal) => {
      const onProgress = (progress: DownloadProgress) => emit('downloading', progress);
      const onFailure = ({ message }: UserError) => emit('log', { level: 'warn', message });
      return { path: await downloadDataSet(name, { ...place, signal, onProgress, onFailure }) };
    },
    train: async ({ request, ...place }, signal) => {
      refuseWhileTraining();
      return (await take(Run.train(request, place, emit, signal))).summary();
    },
    open: async ({ directory, backend }, signal) => {
      refuseWhileTraining();
      return (await take(Run.open(directory, backend, emit, signal))).summary();
    },
    resume: async () => {
      refuseWhileTraining();
      await opened().resume();
      return opened().summary();
    },
    stop: async () => {
      await run?.stop('stopped');
      return null;
    },
    shutdown: async () => {
      await run?.stop('interrupted');
      return null;
    },
    latents: (params) => opened().exploration.latents(params),
    column: (params) => opened().exploration.column(params),
    examples: (params) => opened().exploration.examples(params),
    inspect: (params) => opened().exploration.inspect(params),
    decode: (params) => opened().exploration.decode(params),
    nearest: (params) => opened().exploration.nearest(params),
    samples: (params) => opened().exploration.samples(params),
    reconstructions: (params) => opened().exploration.reconstructions(params),
    evaluate: (params, signal) => evaluateRun(params, signal),
    encode: (params, signal) => encodeFile(params, signal),
    decodeFile: (params) => decodeFile(params),
    libraries: (places, signal) => discoverLibraries({ ...places, signal }),
    tryLibrary: ({ path }, signal) => tryLibrary(path, emit, signal),
    benchmark: async ({ backend, milliseconds }, signal) => {
      refuseWhileTraining();
      const onProgress = (fraction: number) => emit('loading', { fraction });
      const warn = (message: string) => emit('log', { level: 'warn', message });
      return benchmark(await startBackend(backend, emit), { milliseconds, signal, onProgress, warn });
    },
  };
}
