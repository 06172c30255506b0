/** Where downloads come from and go to. */
export interface DownloadPlace {
  /** The folder above the data sets' own; absent: in the person's data folder. */
  readonly folder?: string;
  /** A URL that serves the same files, those of each set in a folder of its name, instead of their public hosts. */
  readonly mirror?: string;
  /** URL of a proxy, before those that the environment names. */
  readonly proxy?: string;
}

/** A data set that can be downloaded. */
export interface DownloadOffer {
  /** What it is asked for by. */
  readonly name: string;
  readonly title: string;
  /** Where it comes from: a host, with its port if that is not the usual one. */
  readonly host: string;
  /** Where it goes. */
  readonly folder: string;
  readonly files: readonly {
    readonly name: string;
    readonly bytes: number;
    /** In hexadecimal; a file of another is refused. */
    readonly sha256: string;
  }[];
  /** Of all files. */
  readonly bytes: number;
  /** Of the files that are not there yet; 0 when all are. */
  readonly missing: number;
}

export interface DownloadProgress {
  /** Bytes of all files that are there; fewer than before when a file starts over. */
  readonly received: number;
  readonly total: number;
  /** Null while nobody can tell. */
  readonly remainingSeconds: number | null;
}
