import { UserError } from '../../../protocol/errors';
import type { ContentSize } from '../../bytes/byte-reader';
import { elementTypes, product, type StoredElement } from '../../bytes/elements';
import type { Member } from '../../bytes/zip-member';
import type { RowReader } from './row-reader';

/** No array has as many bytes. */
const largestExtent = 2 ** 63;

/** An array in a file, before its numbers are read. */
export interface ArrayHead {
  readonly path: string;
  /** Where it lies in an archive. */
  readonly member?: Member;
  /** What it is called in a file that is no archive of bytes. */
  readonly inside?: string;
  readonly dtype: StoredElement;
  readonly shape: readonly number[];
  readonly littleEndian: boolean;
  /** Column-major. */
  readonly fortran: boolean;
  /** Bytes before the numbers. */
  readonly offset: number;
  /** The most bytes that may follow them in what has a checksum; Infinity where they are not read. */
  readonly mostAfter: number;
  /** Where the numbers do not lie in the file as bytes: what gives them, by rows. */
  readonly rows?: () => RowReader;
}

/** The head of an array whose rows are given by a reader. */
export function headOfRows(
  place: Pick<ArrayHead, 'path' | 'inside'>,
  { dtype, shape }: Pick<ArrayHead, 'dtype' | 'shape'>,
  rows: () => RowReader,
): ArrayHead {
  return { ...place, dtype, shape, littleEndian: true, fortran: false, offset: 0, mostAfter: 0, rows };
}

/** Bytes of one example. */
export function rowBytesOf({ shape, dtype }: Pick<ArrayHead, 'shape' | 'dtype'>): number {
  return product(shape.slice(1)) * elementTypes[dtype].bytes;
}

/** How an array is named in a sentence: its file, and in an archive its member. */
export function placeOf({
  path,
  member,
  inside = member?.name,
}: Pick<ArrayHead, 'path' | 'member' | 'inside'>): string {
  return inside === undefined ? path : `${path} (${inside})`;
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

export function cutOff(
  head: Pick<ArrayHead, 'path' | 'member' | 'inside'>,
  expected: number,
  actual: number,
): UserError {
  return new UserError('data.truncated', { path: placeOf(head), expected, actual });
}
