import { join, parse } from 'node:path';
import { UserError } from '../../protocol/errors';
import { type FileHead, startsWith } from '../bytes/head';
import { isText } from '../bytes/text-encoding';
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

/** In which other files are packed. */
const packed: readonly Known[] = [
  { name: 'a TAR archive', magic: 'ustar', at: 257 },
  { name: 'a 7-Zip archive', magic: '7z\xbc\xaf\x27\x1c' },
  { name: 'a RAR archive', magic: 'Rar!\x1a\x07' },
  { name: 'packed by xz', magic: '\xfd7zXZ\0' },
  { name: 'packed by bzip2', magic: '1AY&SY', at: 4 },
  { name: 'packed by Zstandard', magic: '\x28\xb5\x2f\xfd' },
];

/** What people have their data in that is not read here. */
const others: readonly Known[] = [
  { name: 'an SQLite database', magic: 'SQLite format 3\0' },
  { name: 'a file of R', magic: 'RDX2\n' },
  { name: 'a file of R', magic: 'RDX3\n' },
  { name: 'a file of R', magic: 'X\n\0\0' },
  { name: 'a file of Stata', magic: '<stata_dta>' },
  { name: 'a file of SPSS', magic: '$FL2' },
  { name: 'a PDF document', magic: '%PDF' },
  { name: 'a FITS file', magic: 'SIMPLE  =' },
  { name: 'a DICOM image', magic: 'DICM', at: 128 },
  { name: 'a NIfTI image', magic: 'n+1\0', at: 344 },
  { name: 'a Photoshop image', magic: '8BPS' },
  { name: 'a JPEG 2000 image', magic: '\0\0\0\x0cjP  ' },
  { name: 'an OpenEXR image', magic: 'v/1\x01' },
  { name: 'an HEIF or AVIF image', magic: 'ftypheic', at: 4 },
  { name: 'an HEIF or AVIF image', magic: 'ftypmif1', at: 4 },
  { name: 'an HEIF or AVIF image', magic: 'ftypavif', at: 4 },
  { name: 'a film', magic: 'ftyp', at: 4 },
  { name: 'a film', magic: 'AVI ', at: 8 },
  { name: 'a film', magic: '\x1a\x45\xdf\xa3' },
  { name: 'a sound', magic: 'WAVE', at: 8 },
  { name: 'a sound', magic: 'ID3\x03' },
  { name: 'a sound', magic: 'ID3\x04' },
  { name: 'a sound', magic: 'OggS\0' },
  { name: 'a sound', magic: 'fLaC\0' },
  { name: 'a model of GGUF', magic: 'GGUF\x03\0' },
];

/** Formats that are known, and why their files are refused. */
export const unreadFormats: readonly Format[] = [
  matlab,
  feather1,
  unread(
    'torch',
    (head) => startsWith(head, '\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19'),
    ({ path }) => torchRefusal(path),
  ),
  unread(
    'pickle',
    (head) => head[0] === 0x80 && head[1] >= 2 && head[1] <= 5,
    ({ path }) => new UserError('data.foreign.pickle', { path, out: besideAs(path, '.npz') }),
  ),
  unread(
    'spreadsheet',
    (head) => startsWith(head, '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'),
    ({ path }) => spreadsheetRefusal(path),
  ),
  knownBy('packed', packed, (path, format) => new UserError('data.foreign.packed', { path, format })),
  knownBy('other', others, (path, format) => new UserError('data.foreign.other', { path, format })),
];

interface Known {
  readonly name: string;
  readonly magic: string;
  /** Where that stands; at the beginning if nothing is said. */
  readonly at?: number;
}

function knownBy(name: string, all: readonly Known[], refusal: (path: string, format: string) => UserError): Format {
  // What stands somewhere in a text may be a word of it.
  const find = (head: Uint8Array) =>
    all.find(({ magic, at = 0 }) => startsWith(head.subarray(at), magic) && (at === 0 || !isText(head)));
  return unread(
    name,
    (head) => find(head) !== undefined,
    ({ path, bytes }) => refusal(path, find(bytes)?.name ?? name),
  );
}

/** Why nothing in a ZIP archive is read, by the names of what it holds: many programs' files are such. */
export function zipRefusal(path: string, names: readonly string[]): UserError {
  const has = (pattern: RegExp) => names.some((name) => pattern.test(name));
  if (has(/^xl\/|^content\.xml$/)) return spreadsheetRefusal(path);
  if (has(/(^|\/)data\.pkl$/)) return torchRefusal(path);
  if (has(/^model\.weights\.h5$/)) return new UserError('data.foreign.model', { path, format: 'Keras' });
  return new UserError('data.foreign.packed', { path, format: 'a ZIP archive' });
}

function torchRefusal(path: string): UserError {
  return new UserError('data.foreign.torch', { path, out: besideAs(path, '.npz') });
}

function spreadsheetRefusal(path: string): UserError {
  return new UserError('data.foreign.spreadsheet', { path, out: besideAs(path, '.csv') });
}

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
