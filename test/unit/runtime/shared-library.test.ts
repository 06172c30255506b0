import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../../src/protocol/errors';
import { checkSharedLibrary } from '../../../src/runtime/library/shared-library';
import { elfHead } from './fake-library';

describe('the head of a shared library', () => {
  let folder: string;
  let path: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-library-'));
    path = join(folder, 'libtensorflow.so.2');
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const onLinux = { platform: 'linux', arch: 'x64' } as const;
  const onMac = { platform: 'darwin', arch: 'arm64' } as const;

  /** What a check of the content comes to: a sentence, or undefined where nothing is wrong. */
  async function problem(content: Buffer, machine: Parameters<typeof checkSharedLibrary>[1]) {
    await writeFile(path, content);
    const error = await checkSharedLibrary(path, machine).catch((error: unknown) => error);
    if (error === undefined) return undefined;
    assert.ok(error instanceof UserError, String(error));
    assert.equal(error.params.path, path);
    const { path: _, ...params } = error.params;
    return [error.code, params];
  }

  it('is right for this machine', async () => {
    assert.equal(await problem(elfHead(62), onLinux), undefined);
    assert.equal(await problem(elfHead(183), { platform: 'linux', arch: 'arm64' }), undefined);
    assert.equal(await problem(elfHead(40, { bits: 32 }), { platform: 'linux', arch: 'arm' }), undefined);
  });

  const wrong: Record<string, [content: Buffer, actual: string]> = {
    'another processor': [elfHead(183), 'arm64'],
    'a processor without a name here': [elfHead(8), 'machine 8, 64 bits, little-endian'],
    'half as many bits': [elfHead(62, { bits: 32 }), 'x64, 32 bits, little-endian'],
    'another order of bytes': [elfHead(62, { little: false }), 'x64, 64 bits, big-endian'],
  };
  for (const [name, [content, actual]] of Object.entries(wrong)) {
    it(`names ${name}`, async () => {
      assert.deepEqual(await problem(content, onLinux), ['library.wrongArchitecture', { actual, expected: 'x64' }]);
    });
  }

  const none: Record<string, [content: Buffer, reason: RegExp]> = {
    'an empty file': [Buffer.alloc(0), /not in the format ELF/],
    text: [Buffer.from('INPUT(libtensorflow.so.2)'), /not in the format ELF/],
    'a head that is cut off': [elfHead(62).subarray(0, 12), /not in the format ELF/],
    'a program': [elfHead(62, { type: 2 }), /another kind of ELF file/],
    'a library of macOS': [Buffer.from('cffaedfe0c000001', 'hex'), /not in the format ELF/],
  };
  for (const [name, [content, reason]] of Object.entries(none)) {
    it(`refuses ${name}`, async () => {
      const [code, params] = (await problem(content, onLinux)) ?? [];
      assert.equal(code, 'library.notALibrary');
      assert.match(String((params as { reason?: unknown }).reason), reason);
    });
  }

  it('refuses a file that is not there', async () => {
    await assert.rejects(checkSharedLibrary(join(folder, 'nowhere'), onLinux), { code: 'library.notALibrary' });
  });

  it('is read for macOS, too', async () => {
    const thin = Buffer.from('cffaedfe0c000001', 'hex');
    assert.equal(await problem(thin, onMac), undefined);
    assert.deepEqual(await problem(thin, { ...onMac, arch: 'x64' }), [
      'library.wrongArchitecture',
      { actual: 'arm64', expected: 'x64' },
    ]);
    const fat = Buffer.alloc(48);
    fat.writeUInt32BE(0xcafebabe, 0);
    fat.writeUInt32BE(2, 4);
    fat.writeUInt32BE(0x01000007, 8);
    fat.writeUInt32BE(0x0100000c, 28);
    assert.equal(await problem(fat, onMac), undefined);
    assert.equal(await problem(fat, { ...onMac, arch: 'x64' }), undefined);
    assert.deepEqual(await problem(fat, { ...onMac, arch: 'ppc64' }), [
      'library.wrongArchitecture',
      { actual: 'x64, arm64', expected: 'ppc64' },
    ]);
    const java = Buffer.from('cafebabe00000034', 'hex');
    assert.equal((await problem(java, onMac))?.[0], 'library.notALibrary');
  });
});
