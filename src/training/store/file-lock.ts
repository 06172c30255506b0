import type * as Locks from 'fs-native-extensions';

/** Far behind the text of the file: where locks forbid reading (Windows), it stays readable. */
const place = { offset: 2 ** 30, length: 1 } as const;

/**
 * Takes the operating system's lock of an open file, which ends with the process at the latest.
 * @returns null where there are no locks: on this platform, or by this file system.
 */
export function tryLock(fd: number): boolean | null {
  const locks = library();
  if (locks === null) return null;
  try {
    return locks.tryLock(fd, place.offset, place.length);
  } catch {
    return null;
  }
}

function library(): typeof Locks | null {
  try {
    return require('fs-native-extensions');
  } catch {
    return null;
  }
}
