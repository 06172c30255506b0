import { UserError } from '../protocol/errors';
import { isWeb } from './web-address';

/** A file as it must arrive: anything else is refused. */
export interface RemoteFile {
  readonly name: string;
  readonly bytes: number;
  /** In hexadecimal. */
  readonly sha256: string;
}

/** A data set that can be downloaded. */
export interface RemoteSet {
  /** What it is asked for by; also its folder on a mirror and on disk. */
  readonly name: string;
  readonly title: string;
  /** The URL, ending in a slash, that its files are below. */
  readonly address: string;
  readonly files: readonly RemoteFile[];
  /** The one of its files to train on. */
  readonly training: string;
}

export type Catalogue = readonly RemoteSet[];

const training = 'train-images-idx3-ubyte.gz';

/**
 * MNIST (LeCun, Cortes, Burges 1998) from the host that PyTorch's own loader uses, and Fashion-MNIST (Xiao, Rasul,
 * Vollgraf 2017) from the one that its authors name. That one answers to plain HTTP only; the checksums make it safe.
 */
export const catalogue: Catalogue = [
  {
    name: 'mnist',
    title: 'MNIST',
    address: 'https://ossci-datasets.s3.amazonaws.com/mnist/',
    training,
    files: [
      {
        name: training,
        bytes: 9_912_422,
        sha256: '440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609',
      },
      {
        name: 'train-labels-idx1-ubyte.gz',
        bytes: 28_881,
        sha256: '3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c',
      },
      {
        name: 't10k-images-idx3-ubyte.gz',
        bytes: 1_648_877,
        sha256: '8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6',
      },
      {
        name: 't10k-labels-idx1-ubyte.gz',
        bytes: 4_542,
        sha256: 'f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6',
      },
    ],
  },
  {
    name: 'fashion-mnist',
    title: 'Fashion-MNIST',
    address: 'http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/',
    training,
    files: [
      {
        name: training,
        bytes: 26_421_880,
        sha256: '3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84',
      },
      {
        name: 'train-labels-idx1-ubyte.gz',
        bytes: 29_515,
        sha256: 'a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845',
      },
      {
        name: 't10k-images-idx3-ubyte.gz',
        bytes: 4_422_102,
        sha256: '346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073',
      },
      {
        name: 't10k-labels-idx1-ubyte.gz',
        bytes: 5_148,
        sha256: '67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5',
      },
    ],
  },
];

/** @throws UserError download.unknown */
export function findSet(name: string, sets: Catalogue): RemoteSet {
  const set = sets.find((one) => one.name === name);
  if (set) return set;
  throw new UserError('download.unknown', { name, names: sets.map((one) => one.name).join(', ') });
}

/**
 * Where the files of a set are, ending in a slash: its own address, or its folder on a mirror.
 * @throws UserError download.mirror
 */
export function addressOf(set: Pick<RemoteSet, 'name' | 'address'>, mirror: string | undefined): URL {
  if (!mirror) return new URL(set.address);
  try {
    const base = new URL(mirror.endsWith('/') ? mirror : `${mirror}/`);
    if (isWeb(base)) return new URL(`${set.name}/`, base);
  } catch {
    // No URL at all: refused with those of other protocols.
  }
  throw new UserError('download.mirror', { mirror });
}
