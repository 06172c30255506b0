import type { DataConfig, ModelConfig, PresetName, RunRequest } from './config';

/** How the name of a configuration's file ends. */
export const configurationEnding = '.latent.json';

/** As long as a request may have it. */
const longest = 80;

/** What tells the format of a file, and is no part of what its data are called. A folder's name may well have a dot in it. */
const formats =
  /\.(csv|tsv|tab|dat|data|txt|text|jsonl?|parquet|arrow|feather|ipc|npy|npz|safetensors|h5|hdf5|he5|h5ad|nc|nc4|mat|mtx|zarr(\.zip)?|idx|png|jpe?g|bmp|p[bgpn]m|gif|webp|tiff?)$/i;
const compressed = /\.gz$/i;

/** `train` of `train-images-idx3-ubyte`: such files are called alike, and their folder tells them apart. */
const idxImages = /^(.*?)[-_.]?images[-_.]idx\d*(?:-ubyte)?$/i;

/**
 * What data are called, by their place alone: `digits` for `builtin:digits`, `measurements` for `measurements.csv.gz`,
 * `mnist train` for `mnist/train-images-idx3-ubyte.gz`; with the name of the array, where one of several is asked for.
 */
export function dataName(data: string | Pick<DataConfig, 'source' | 'array'>): string {
  const { source, array } = typeof data === 'string' ? { source: data, array: undefined } : data;
  const [file = source, folder] = partsOf(source.replace(/^builtin:/, '')).toReversed();
  const bare = file.replace(compressed, '');
  const ofIdx = idxImages.exec(bare);
  const name = ofIdx ? `${folder ?? ''} ${ofIdx[1]}`.trim() || bare : bare.replace(formats, '') || bare;
  return array === undefined ? name : `${name} ${array}`;
}

interface NamedParts {
  readonly data: RunRequest['data'];
  readonly model?: Partial<Pick<ModelConfig, 'kind'>>;
  readonly preset?: PresetName;
}

/** What a run is called that nobody gives a name: after its data, its model and its preset. */
export function runName({ data, model, preset }: NamedParts): string {
  return [dataName(data), model?.kind ?? 'vae', preset ?? ''].join(' ').trim().slice(0, longest);
}

/** What a run is called whose configuration is in a file and gives no name: as the file. */
export function nameOfConfiguration(file: string): string {
  const name = partsOf(file).at(-1) ?? file;
  return (name.endsWith(configurationEnding) ? name.slice(0, -configurationEnding.length) : name).slice(0, longest);
}

/** In a webview, too, and of any system: so not by Node's path. */
function partsOf(path: string): string[] {
  return path.split(/[\\/]+/).filter((part) => part !== '');
}
