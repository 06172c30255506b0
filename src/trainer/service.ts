import { describeData, discoverData, type openDataset, previewTable } from '../dataset';
import { downloadDataSet, downloadOffers } from '../download/set-download';
import type { DataSummary } from '../protocol/data';
import type { DownloadProgress } from '../protocol/download';
import { UserError } from '../protocol/errors';
import type { Emit, Handlers } from '../protocol/rpc';
import type { TrainerEvents, TrainerMethods } from '../protocol/trainer';
import { chooseBackend } from '../runtime/backend';
import { discoverLibraries } from '../runtime/library/discover';
import { decodeFile, encodeFile, evaluateRun } from './batch';
import { benchmark } from './benchmark';
import { checkRun, writeChecks } from './checking';
import { compareRuns } from './comparing';
import { createExploring } from './exploring';
import { createExporting } from './exporting';
import { FirstLook } from './first-look';
import { failuresOfData } from './judged-data';
import { layOutFile } from './layout-file';
import { createMeasuring } from './measuring/keep-measures';
import { measureRun } from './measuring/measure-run';
import { exportModel } from './model-export';
import { startBackend, tryLibrary } from './native-library';
import { askFork } from './origin';
import { pacedLoading } from './paced-loading';
import { ReadAhead } from './read-ahead';
import { rehearse } from './rehearsal';
import { createReport } from './reporting/create-report';
import type { Run } from './run';
import { findRateOf, locateData, openRun, renameRun, trainRun } from './run-factory';
import { convertData, inspectData } from './stored';
import { createViewing } from './viewing';

/** What needs no more than a run; to be kept is the affair of a process. */
export type TrainerService = Handlers<Omit<TrainerMethods, 'keep'>>;

/** Somebody who wants to see the points of a new run as soon as they are there. */
interface Audience {
  /** Settles when all that was sent has left this process. */
  flushed(): Promise<void>;
}

/** All that a trainer can be asked, for one run at a time. */
export function createTrainerService(send: Emit<TrainerEvents>, audience?: Audience): TrainerService {
  const emit = pacedLoading(send);
  let run: Run | null = null;
  let look: FirstLook | undefined;
  const ahead = new ReadAhead();

  const opened = (): Run => {
    if (run === null) throw new UserError('run.notOpen');
    return run;
  };
  const take = async (next: Promise<Run>): Promise<Run> => {
    const taken = await next;
    run?.leave();
    run = taken;
    return run;
  };
  const refuseWhileTraining = () => {
    if (run?.isTraining) throw new UserError('run.busy');
  };
  const onFraction = (fraction: number) => emit('loading', { phase: 'reading', fraction });

  return {
    describe: ({ data }, signal) => describeData(data, signal),
    discover: async ({ folders, limit }, signal) => {
      const onFound = (summary: DataSummary) => emit('found', summary);
      const { incomplete } = await discoverData(folders, limit, signal, onFound);
      return { incomplete };
    },
    previewTable: ({ data }, signal) => previewTable(data, { signal }),
    inspectData: (params, signal) => inspectData(params, signal, onFraction),
    convert: (params, signal) => convertData(params, signal, onFraction),
    ...createViewing(emit),
    ...createExporting(opened),
    downloads: (place) => downloadOffers(place),
    download: async ({ name, ...place }, signal) => {
      const onProgress = (progress: DownloadProgress) => emit('downloading', progress);
      const onFailure = ({ message }: UserError) => emit('log', { level: 'warn', message });
      return { path: await downloadDataSet(name, { ...place, signal, onProgress, onFailure }) };
    },
    warm: async ({ backend }) => {
      await chooseBackend(backend).then(rehearse, () => undefined);
      return null;
    },
    readAhead: ({ data }) => {
      ahead.begin(data);
      return null;
    },
    train: async ({ request, ...place }, signal) => {
      refuseWhileTraining();
      look = audience && new FirstLook(audience.flushed);
      const open: typeof openDataset = (data, options = {}) => ahead.open(data, options);
      return (await take(trainRun(request, place, emit, signal, { open, look }))).summary();
    },
    fork: ({ from }) => askFork(from),
    open: async ({ directory, backend }, signal) => {
      refuseWhileTraining();
      const taken = await take(openRun(directory, backend, emit, signal));
      taken.follow();
      return taken.summary();
    },
    current: () => opened().summary(),
    resume: async (params) => {
      refuseWhileTraining();
      await opened().resume(params);
      return opened().summary();
    },
    useWeights: async ({ choice }) => {
      refuseWhileTraining();
      await opened().useWeights(choice);
      return opened().summary();
    },
    locateData: async ({ directory, source }, signal) => {
      await locateData(directory, source, emit, signal);
      return null;
    },
    rename: async ({ directory, name }) => {
      await (run?.directory === directory ? run.rename(name) : renameRun(directory, name));
      return null;
    },
    stop: async () => {
      await run?.stop('stopped');
      return null;
    },
    shutdown: async () => {
      await run?.stop('interrupted');
      return null;
    },
    ...createExploring(opened, () => look),
    ...createMeasuring(opened, (measured) => emit('measured', measured)),
    selections: () => opened().selections(),
    keepSelections: async (change) => {
      await opened().keepSelections(change);
      return null;
    },
    layOut: (params, signal) => opened().layOut(params, signal),
    layouts: () => opened().layouts.list(),
    evaluate: (params, signal) => evaluateRun(params, signal),
    encode: (params, signal) => encodeFile(params, signal),
    layOutFile: (params, signal) => layOutFile(params, signal, (progress) => emit('layoutProgress', progress)),
    failuresOfData: (params, signal) => failuresOfData(params, signal),
    measureRun: (params, signal) => measureRun(params, signal, (measured) => emit('measured', measured)),
    checkRun: (params, signal) => checkRun(params, signal, (measured) => emit('measured', measured)),
    proposeChecks: (params, signal) => writeChecks(params, signal, (measured) => emit('measured', measured)),
    createReport: (params, signal) => createReport(params, signal, (measured) => emit('measured', measured)),
    compareRuns: (params, signal) => compareRuns(params, signal),
    decodeFile: (params) => decodeFile(params),
    exportModel: (params) => exportModel(params),
    libraries: (places, signal) => discoverLibraries({ ...places, signal }),
    tryLibrary: ({ path }, signal) => tryLibrary(path, emit, signal),
    findRate: ({ request }, signal) => {
      refuseWhileTraining();
      return findRateOf(request, emit, signal);
    },
    benchmark: async ({ backend, milliseconds }, signal) => {
      refuseWhileTraining();
      const onProgress = (fraction: number) => emit('loading', { phase: 'computing', fraction });
      const warn = (message: string) => emit('log', { level: 'warn', message });
      return benchmark(await startBackend(backend, emit), { milliseconds, signal, onProgress, warn });
    },
  };
}
