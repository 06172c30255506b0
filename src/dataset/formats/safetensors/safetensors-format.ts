import { UserError } from '../../../protocol/errors';
import type { Task } from '../../../task';
import { withReader } from '../../bytes/byte-reader';
import type { Archive, NamedArray } from '../arrays/archive';
import { archiveFile } from '../arrays/array-format';
import { type ArrayHead, cutOff } from '../arrays/array-head';
import { checkLabelShape } from '../arrays/labels';
import type { Format } from '../format';
import {
  HeaderFault,
  isSafetensorsHead,
  largestHeader,
  lengthBytes,
  parseSafetensorsHeader,
  safetensorsElements,
  type Tensor,
} from './safetensors-header';

/** One tensor of several, with the labels among the others. */
export const safetensorsFormat: Format = {
  name: 'safetensors',
  sniff: isSafetensorsHead,
  open: ({ path }) => archiveFile('safetensors', (task) => readSafetensors(path, task)),
};

const otherNames: Readonly<Record<string, string>> = { C64: 'complex64' };

/**
 * The tensors of a file, whose values fill it from the header to its end.
 * @throws UserError data.safetensors.header, data.truncated.
 */
async function readSafetensors(path: string, { signal }: Task): Promise<Archive> {
  return withReader(path, signal, async (reader) => {
    const sized = await reader.take(lengthBytes);
    if (sized.length < lengthBytes) throw cutOff({ path }, lengthBytes, sized.length);
    const length = Number(sized.readBigUInt64LE());
    if (length > largestHeader) throw refusal(path, new HeaderFault(null));
    const bytes = await reader.take(length);
    const offset = lengthBytes + length;
    if (bytes.length < length) throw cutOff({ path }, offset, lengthBytes + bytes.length);
    const tensors = tensorsOf(bytes, path);
    const end = tensors.reduce((most, [, tensor]) => Math.max(most, tensor.data_offsets[1]), 0);
    const there = reader.compressed ? await reader.skip(end + 1) : reader.storedBytes - offset;
    if (there < end) throw cutOff({ path }, offset + end, offset + there);
    if (there > end) throw new UserError('data.overlong', { path, expected: offset + end, actual: offset + there });
    return { path, arrays: tensors.map(([name, tensor]) => namedArray(path, name, tensor, offset)) };
  });
}

function tensorsOf(bytes: Uint8Array, path: string) {
  try {
    return parseSafetensorsHeader(bytes).tensors;
  } catch (error) {
    throw error instanceof HeaderFault ? refusal(path, error) : error;
  }
}

function refusal(path: string, { tensor, unknownType }: HeaderFault): UserError {
  if (unknownType !== undefined)
    return new UserError('data.npy.type', { path: `${path} (${tensor})`, type: unknownType });
  return new UserError('data.safetensors.header', { path, tensor: tensor ?? '–' });
}

function namedArray(path: string, name: string, { dtype, shape, data_offsets }: Tensor, offset: number): NamedArray {
  const [begin, end] = data_offsets;
  const head = async (): Promise<ArrayHead> => {
    const element = safetensorsElements[dtype];
    if (!element) throw new UserError('data.npy.type', { path: `${path} (${name})`, type: otherNames[dtype] ?? dtype });
    const layout = { dtype: element, shape, littleEndian: true, fortran: false };
    return { path, ...layout, offset: offset + begin, mostAfter: Number.POSITIVE_INFINITY };
  };
  return { name, bytes: end - begin, head, labels: async () => checkLabelShape(await head()) };
}
