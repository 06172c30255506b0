import { ifReadable } from '../bytes/failure';
import { readFileHead } from '../bytes/head';
import { arrowFormat } from './arrow/arrow-format';
import { cifarFormat } from './cifar/cifar-format';
import type { Format, FormatFile } from './format';
import { hdf5Format } from './hdf5/hdf5-format';
import { idxFormat } from './idx/idx-format';
import { imageFormat } from './images/image-format';
import { jsonLinesFormat } from './jsonl/jsonl-format';
import { matrixMarketFormat } from './matrix-market/matrix-market-format';
import { npyFormat } from './npy/npy-format';
import { parquetFormat } from './parquet/parquet-format';
import { safetensorsFormat } from './safetensors/safetensors-format';
import { textFormat } from './text/text-format';
import { unreadFormats, unrecognised } from './unread';
import { zipFormat } from './zip/zip-format';

/** All that are known. What several could be is of the first. */
const formats: readonly Format[] = [
  npyFormat,
  zipFormat,
  hdf5Format,
  imageFormat,
  ...unreadFormats,
  safetensorsFormat,
  idxFormat,
  parquetFormat,
  arrowFormat,
  jsonLinesFormat,
  cifarFormat,
  matrixMarketFormat,
  textFormat,
];

export function formatOf(head: Uint8Array): Format {
  return formats.find((format) => format.sniff(head)) ?? unrecognised;
}

export interface RecognisedFile {
  readonly format: string;
  readonly file: FormatFile;
}

/** Tells by its first bytes what a file holds; its name has no say but where no bytes tell. @throws UserError when it cannot be read. */
export async function openFile(path: string, signal?: AbortSignal): Promise<RecognisedFile> {
  const head = await readFileHead(path, signal);
  const format = formats.find((format) => format.isNamed?.(head)) ?? formatOf(head.bytes);
  return { format: format.name, file: format.open(head) };
}

/** A file that is a data set by itself; null for labels, for anything else and for what cannot be read. */
export function openDataFile(path: string, signal?: AbortSignal): Promise<RecognisedFile | null> {
  async function opened(): Promise<RecognisedFile | null> {
    const recognised = await openFile(path, signal);
    return (await recognised.file.isDataSet({ signal })) ? recognised : null;
  }
  return ifReadable(opened());
}
