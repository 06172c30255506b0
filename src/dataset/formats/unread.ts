import { join, parse } from 'node:path';
import { UserError } from '../../protocol/errors';
import { type FileHead, startsWith } from '../bytes/head';
import type { Format } from './format';

const matlab = unread(
  'matlab',
  (head) => startsWith(head, 'MATLAB 5.0 MAT-file'),
  ({ path }) => new UserError('data.matlab', { path, out: besideAs(path, '.npz') }),
);

const feather1 = unread(
  'feather1',
  (head) => startsWith(head, 'FEA1'),
  ({ path }) => new UserError('data.columnar.version', { path, format: 'Feather version 1' }),
);

/** Formats that are known, and why their files are refused. */
export const unreadFormats: readonly Format[] = [matlab, feather1];

/** What is of no format that is known here. */
export const unrecognised = unread(
  'other',
  () => true,
  ({ path, bytes, compressed }) => {
    const code = /\.gz$/i.test(path) && !compressed ? 'data.gzip.not' : 'data.unrecognised';
    return new UserError(code, { path, bytes: hexOf(bytes) });
  },
);

function unread(name: string, sniff: Format['sniff'], refusal: (head: FileHead) => UserError): Format {
  const open: Format['open'] = (head) => {
    const refuse = async () => {
      throw refusal(head);
    };
    return { examples: refuse, stored: refuse, isDataSet: async () => false };
  };
  return { name, sniff, open };
}

function besideAs(path: string, extension: string): string {
  const { dir, name } = parse(path);
  return join(dir, name + extension);
}

/** The first bytes as a person reads them in a hex editor. */
function hexOf(head: Uint8Array): string {
  return Array.from(head.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}
