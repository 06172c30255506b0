/** The package comes without types. */
declare module 'fs-native-extensions' {
  /** False where another open file holds the lock. @throws where the file system or platform has no locks. */
  export function tryLock(fd: number, offset?: number, length?: number): boolean;
  export function unlock(fd: number, offset?: number, length?: number): void;
}
