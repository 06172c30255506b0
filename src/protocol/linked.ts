import type { OtherRun, ShownAxes } from './compare';

/** A look at the points that holds for another layout of the same kind: from the middle of the points, in their radii. */
export interface SharedCamera {
  /** Kind and dimensions of the layout, e.g. `umap-3`: where a panel shows another kind, the look means nothing. */
  readonly layout: string;
  readonly position: readonly [x: number, y: number, z: number];
  readonly target: readonly [x: number, y: number, z: number];
}

/** A run that another panel shows. */
export interface PeerRun {
  readonly directory: string;
  readonly name: string;
}

/** What a person changed in one of several panels that show runs on the same data. What is absent has not changed. */
export interface SharedChange {
  /** What the person did, in their language; empty where only the camera moved. */
  readonly words: string;
  /** It goes on from the one before: a drag, a walk by keys. Both are undone as one. */
  readonly goesOn: boolean;
  /** One bit for each example; null: none is selected. */
  readonly selection?: Uint32Array | null;
  readonly pinned?: number | null;
  /** Null: the newest. */
  readonly epoch?: number | null;
  /** Null: all points are framed. */
  readonly camera?: SharedCamera | null;
}

/** Two changes that follow each other, as one. */
export function joined(before: SharedChange | null, after: SharedChange): SharedChange {
  if (!before) return after;
  const words = after.words || before.words;
  return { ...before, ...after, words, goesOn: before.goesOn && after.goesOn };
}

/** Calls of a panel to those that it is linked with. */
export interface LinkMethods {
  /**
   * Whether this panel takes part. From now on it is told of `peers`, at once as well, and of what others `shared`, at first
   * what it missed while nobody saw it.
   */
  link(params: { readonly on: boolean }): null;
  share(params: SharedChange): null;
  /** By which axes another panel of the same data shows its run; null: none shows that. */
  axesOf(params: OtherRun): ShownAxes | null;
}

export interface LinkEvents {
  /** The runs on the same data that other panels show. */
  peers(params: { readonly runs: readonly PeerRun[] }): void;
  /** A command asks that this panel take part, and with `compare` that it say how its run compares with the others. */
  link(params: { readonly compare: boolean }): void;
  /** A person changed this in another panel that both are linked with. */
  shared(params: SharedChange): void;
}
