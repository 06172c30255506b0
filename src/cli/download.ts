import { resolve } from 'node:path';
import type { DownloadOffer, DownloadPlace, DownloadProgress } from '../protocol/download';
import type { Arguments } from './arguments';
import { startTrainer, unbroken } from './in-process-trainer';
import { isWatched, say } from './output';
import { printer } from './printer';

/** `latent-lens download`: says what comes from where, and how it is checked, before anything is asked for. */
export async function download(args: Arguments): Promise<void> {
  const name = args.positional('the name of a data set');
  const print = printer(args);
  const { out, mirror } = args.values;
  const place: DownloadPlace = {
    ...(typeof out === 'string' && { folder: resolve(out) }),
    ...(typeof mirror === 'string' && { mirror }),
  };
  const shown = progressLine(args);
  const trainer = startTrainer({
    downloading: shown.show,
    log: ({ message }) => say(`${shown.clear}${message}\n`),
  });
  const offer = (await trainer.downloads(place, unbroken)).find((one) => one.name === name);
  if (offer) print(startEvent(offer), startWords(offer));
  const cancelled = new AbortController();
  const cancel = () => cancelled.abort();
  process.once('SIGINT', cancel).once('SIGTERM', cancel);
  try {
    const { path } = await trainer.download({ ...place, name }, cancelled.signal);
    say(shown.clear);
    print({ event: 'done', name, path }, `Train on it with --data ${path}`);
  } catch (error) {
    say(shown.clear);
    throw error;
  }
}

function startEvent({ name, host, folder, bytes, missing, files }: DownloadOffer): object {
  return { event: 'start', name, host, folder, bytes, missing, files };
}

function startWords({ title, host, folder, bytes, missing, files }: DownloadOffer): string {
  const state = missing === 0 ? 'all there, to be checked' : `${megabytes(missing)} MB from ${host}`;
  return [
    `${title}, ${megabytes(bytes)} MB: ${state}; in ${folder}`,
    ...files.map((file) => `  ${file.name}  ${file.bytes} bytes  SHA-256 ${file.sha256}`),
  ].join('\n');
}

/** A line that is written over, for whoever watches; scripts and files get none. */
function progressLine({ json }: Arguments): { show(progress: DownloadProgress): void; readonly clear: string } {
  if (json || !isWatched()) return { show: () => undefined, clear: '' };
  const clear = '\r\x1b[K';
  return {
    clear,
    show: ({ received, total, remainingSeconds }) => {
      const left = remainingSeconds === null ? '' : `, ${Math.ceil(remainingSeconds)} s left`;
      say(`${clear}${megabytes(received)} of ${megabytes(total)} MB${left}`);
    },
  };
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
