const stamps: Uint8Array[] = [];

/**
 * The disc of so many pixels across, as size x size bytes: 0 outside, and 1 to 3 from its middle to its rim, where it is
 * darker, so that points before points stay apart.
 */
export function stampOf(size: number): Uint8Array {
  stamps[size] ??= Uint8Array.from({ length: size * size }, (_, i) => {
    const radius = size / 2;
    const r = Math.hypot((i % size) + 0.5 - radius, Math.floor(i / size) + 0.5 - radius) / radius;
    // Of tiny discs, the corners belong to them as much as not.
    if (r > (size < 3 ? 2 : 1)) return 0;
    return size < 3 || r < 0.62 ? 1 : r < 0.86 ? 2 : 3;
  });
  return stamps[size];
}
