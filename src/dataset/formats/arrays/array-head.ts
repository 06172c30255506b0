import { UserError } from '../../../protocol/errors';
import type { ContentSize } from '../../bytes/byte-reader';
import { elementTypes, product, type StoredElement } from '../../bytes/elements';
import type { Member } from '../../bytes/zip-member';

/** No array has as many bytes. */
const largestExtent = 2 ** 63;

/** An array in a file, before its numbers are read. */
export interface ArrayHead {
  readonly path: string;
  /** Where it lies in an archive. */
  readonly member?: Member;
  readonly dtype: StoredElement;
  readonly shape: readonly number[];
  readonly littleEndian: boolean;
  /** Column-major. */
  readonly fortran: boolean;
  /** Bytes before the numbers. */
  readonly offset: number;
  /** The most bytes that may follow them in what has a checksum; Infinity where they are not read. */
  readonly mostAfter: number;
}

/** How an array is named in a sentence: its file, and in an archive its member. */
export function placeOf({ path, member }: Pick<ArrayHead, 'path' | 'member'>): string {
  return member ? `${path} (${member.name})` : path;
}

/** Bytes of all numbers. */
export function arrayBytes({ shape, dtype }: Pick<ArrayHead, 'shape' | 'dtype'>): number {
  return product(shape) * elementTypes[dtype].bytes;
}

/** Bytes from the start of the head to the last number. */
export function announcedBytes(head: Pick<ArrayHead, 'shape' | 'dtype' | 'offset'>): number {
  return head.offset + arrayBytes(head);
}

/** @throws UserError data.truncated when a file announces more than it can hold, before anything is allocated. */
export function checkRoom(head: Omit<ArrayHead, 'mostAfter'>, stored: ContentSize): void {
  const announced = announcedBytes(head);
  if (announced > stored.mostBytes) throw cutOff(head, announced, stored.storedBytes);
  // An array without elements fits anywhere, but its other axes must be those of an array.
  const extent = product(head.shape.filter((size) => size > 0)) * elementTypes[head.dtype].bytes;
  if (extent >= largestExtent) throw cutOff(head, extent, stored.storedBytes);
}

export function cutOff(head: Pick<ArrayHead, 'path' | 'member'>, expected: number, actual: number): UserError {
  return new UserError('data.truncated', { path: placeOf(head), expected, actual });
}
