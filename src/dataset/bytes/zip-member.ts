import type { FileHandle } from 'node:fs/promises';
import { UserError } from '../../protocol/errors';
import type { ByteRange } from './byte-source';

/** A file in a ZIP archive, as the archive's directory has it. */
export interface Member {
  readonly name: string;
  /** Where its local header begins. */
  readonly header: number;
  /** Bytes in the archive. */
  readonly stored: number;
  /** Bytes once decompressed. */
  readonly size: number;
  /** CRC-32 of the decompressed bytes. */
  readonly checksum: number;
  /** Else they lie there as they are. */
  readonly deflated: boolean;
  /** Why it cannot be read, though it may be sound: encrypted, or packed by another method. */
  readonly obstacle?: string;
}

const localSignature = 0x04034b50;
const localBytes = 30;

/**
 * Where the bytes of a member lie (APPNOTE 4.3.7): behind its local header, whose name and extra field have lengths of
 * their own. Sizes and checksum are the directory's; a streaming writer leaves those of the local header empty.
 * @throws UserError data.zip.member or data.zip.method.
 */
export async function locateMember(path: string, file: FileHandle, member: Member): Promise<ByteRange> {
  const { name, obstacle } = member;
  if (obstacle !== undefined) throw new UserError('data.zip.method', { path, member: name, method: obstacle });
  const local = Buffer.alloc(localBytes);
  const { bytesRead } = await file.read(local, 0, localBytes, member.header);
  if (bytesRead < localBytes || local.readUInt32LE(0) !== localSignature) throw memberDamaged(path, member);
  const start = member.header + localBytes + local.readUInt16LE(26) + local.readUInt16LE(28);
  const end = start + member.stored;
  const { size } = await file.stat();
  if (end > size || (!member.deflated && member.stored !== member.size)) throw memberDamaged(path, member);
  return { start, end };
}

export function memberDamaged(path: string, { name }: Member): UserError {
  return new UserError('data.zip.member', { path, member: name });
}
