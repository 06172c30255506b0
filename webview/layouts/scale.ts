/** While points converge they are framed anew where their size has changed by more than this. */
const leastChange = 1.5;

export interface Scale {
  /** Points by `what` are shown now. @param isSeen Whether the view shows them as it should already. */
  shown(what: string, positions: Float32Array, isSeen: boolean): void;
  /** The same while they converge: t-SNE's come out of nearly one place, and take a thousand times as much in the end. */
  moved(what: string, positions: Float32Array): void;
}

/** Has the points framed anew where their scale is another. */
export function createScale(frame: () => void): Scale {
  let last: string | null = null;
  let size = 0;
  return {
    shown(what, positions, isSeen) {
      if (!isSeen && what !== last) frame();
      last = what;
      size = sizeOf(positions);
    },
    moved(what, positions) {
      const now = sizeOf(positions);
      if (what === last && Math.max(now / size, size / now) < leastChange) return;
      last = what;
      size = now;
      frame();
    },
  };
}

function sizeOf(positions: Float32Array): number {
  let size = 0;
  for (const value of positions) if (Math.abs(value) > size) size = Math.abs(value);
  return size;
}
