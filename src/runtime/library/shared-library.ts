import { open } from 'node:fs/promises';
import { endianness } from 'node:os';
import { UserError } from '../../protocol/errors';

/** Of ELF files, their field e_machine (System V ABI and its supplements), by the names that Node gives. */
const elfMachines: Readonly<Record<number, string>> = {
  3: 'ia32',
  21: 'ppc64',
  22: 's390x',
  40: 'arm',
  62: 'x64',
  183: 'arm64',
  243: 'riscv64',
  258: 'loong64',
};

/** Of Mach-O files, their field cputype (mach/machine.h). */
const machMachines: Readonly<Record<number, string>> = {
  7: 'ia32',
  12: 'arm',
  16777223: 'x64',
  16777228: 'arm64',
};

const headBytes = 4096;
/** In ELF's e_type. */
const sharedObject = 3;
/** A Java class begins as a Mach-O file for several machines does, but no file is for that many. */
const mostMachines = 40;

/** What a file is compiled for, e.g. `x64`; several where it holds code for each. */
type Machines = readonly string[];

/** What a library has to run on, as `process` describes it. */
type Machine = Pick<NodeJS.Process, 'platform' | 'arch'>;

/**
 * Looks at the head of a shared library, so that one for another machine is refused by name.
 * @throws UserError library.notALibrary, library.wrongArchitecture
 */
export async function checkSharedLibrary(path: string, { platform, arch }: Machine = process): Promise<void> {
  const machines = machinesOf(await readHead(path), platform);
  if (typeof machines === 'string') throw new UserError('library.notALibrary', { path, reason: machines });
  if (machines.includes(arch)) return;
  throw new UserError('library.wrongArchitecture', { path, actual: machines.join(', '), expected: arch });
}

async function readHead(path: string): Promise<Buffer> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError('library.notALibrary', { path, reason }, { cause: error });
  }
}

/** Or, in words, why it is no shared library that the system could load. */
function machinesOf(head: Buffer, platform: NodeJS.Platform): Machines | string {
  const format = platform === 'darwin' ? 'Mach-O' : 'ELF';
  const machines = format === 'Mach-O' ? machMachinesOf(head) : elfMachinesOf(head);
  return machines ?? `it is not in the format ${format}`;
}

function elfMachinesOf(head: Buffer): Machines | string | undefined {
  if (head.length < 20 || head.toString('latin1', 0, 4) !== '\x7fELF') return undefined;
  const [, , , , bits, order] = head;
  const little = order === 1;
  const [type, machine] = [16, 18].map((offset) => (little ? head.readUInt16LE(offset) : head.readUInt16BE(offset)));
  if (type !== sharedObject) return 'it is another kind of ELF file';
  const name = elfMachines[machine] ?? `machine ${machine}`;
  const native = little === (endianness() === 'LE') && (bits === 2) === /64|s390x/.test(name);
  return [native ? name : `${name}, ${bits === 2 ? 64 : 32} bits, ${little ? 'little' : 'big'}-endian`];
}

function machMachinesOf(head: Buffer): Machines | undefined {
  if (head.length < 8) return undefined;
  const name = (type: number) => machMachines[type] ?? `machine ${type}`;
  if ([0xfeedface, 0xfeedfacf].includes(head.readUInt32LE(0))) return [name(head.readUInt32LE(4))];
  const count = head.readUInt32BE(4);
  if (head.readUInt32BE(0) !== 0xcafebabe || count > mostMachines || head.length < 8 + 20 * count) return undefined;
  return Array.from({ length: count }, (_, i) => name(head.readUInt32BE(8 + 20 * i)));
}
