import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FoundLibrary } from '../../../src/protocol/library';
import { discoverLibraries, type Places } from '../../../src/runtime/library/discover';
import { libraryNames } from '../../../src/runtime/library/installation';
import { installationAt } from '../../../src/runtime/library/installation-at';
import { need } from '../../harness/need';
import { hasNativeLibrary } from '../model/fixtures';
import { elfHead, writePythonPackage } from './fake-library';
import { tfjsNode } from './program';

const machines: Readonly<Record<string, number>> = { x64: 62, arm64: 183 };
const own = elfHead(machines[process.arch] ?? 62);
const whole = { api: own, framework: own, header: '' };

describe('TensorFlow libraries on a machine', () => {
  let folder: string;
  const environment = { ...process.env };

  beforeEach(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'latent-lens-libraries-')));
    for (const name of ['VIRTUAL_ENV', 'CONDA_PREFIX', 'LATENT_LENS_BINDING']) delete process.env[name];
    process.env.PATH = join(folder, 'path');
  });
  afterEach(async () => {
    Object.assign(process.env, environment);
    await rm(folder, { recursive: true, force: true });
  });

  const sitePackages = (prefix: string) => join(folder, prefix, 'lib', 'python3.11', 'site-packages');

  /** All but the bundled one and what the system has. */
  async function discover(places: Partial<Places> = {}): Promise<readonly FoundLibrary[]> {
    const found = await discoverLibraries({ folders: [], interpreters: [], ...places });
    return found.filter(({ path }) => path.startsWith(folder));
  }

  /** A program that claims to be Python: it leaves a trace, and answers a package's folder. */
  async function writePython(path: string, answer: unknown): Promise<string> {
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(
      path,
      `#!/bin/sh\necho "$PWD" > ${join(folder, 'ran')}\necho noise\necho '${JSON.stringify(answer)}'\n`,
    );
    await chmod(path, 0o755);
    return path;
  }

  /** The folder that a program was run in; null where none was. */
  const ranIn = () =>
    readFile(join(folder, 'ran'), 'utf8').then(
      (text) => text.trim(),
      () => null,
    );

  it('are found in the environments of a project, with version and size, and nothing of it is run', async () => {
    const project = join(folder, 'project');
    const path = await writePythonPackage(sitePackages('project/.venv'), whole);
    await writePython(join(project, '.venv', 'bin', 'python'), []);
    const expected = { kind: 'python', path, version: '2.99.1', bytes: 2 * own.length, selected: false, problem: null };
    assert.deepEqual(await discover({ folders: [project] }), [expected]);
    assert.deepEqual(await discover({ folders: [project], interpreters: [join(project, '.venv', 'bin', 'python')] }), [
      expected,
    ]);
    assert.equal(await ranIn(), null);
  });

  it('are found in an activated environment', async () => {
    const path = await writePythonPackage(sitePackages('active'), whole);
    process.env.VIRTUAL_ENV = join(folder, 'active');
    assert.deepEqual(
      (await discover()).map((library) => library.path),
      [path],
    );
  });

  it('are asked of the Python on the search path, away from any workspace', async () => {
    const path = await writePythonPackage(join(folder, 'elsewhere'), whole);
    await writePython(join(folder, 'path', 'python3'), [path]);
    assert.deepEqual(
      (await discover()).map((library) => library.path),
      [path],
    );
    assert.equal(await ranIn(), '/');
  });

  it('are not asked of a Python inside the workspace, by whatever path', async () => {
    const path = await writePythonPackage(join(folder, 'elsewhere'), whole);
    const project = join(folder, 'project');
    const python = await writePython(join(project, 'tools', 'bin', 'python3'), [path]);
    await mkdir(join(folder, 'path'));
    await symlink(python, join(folder, 'path', 'python3'));
    await symlink(project, join(folder, 'link'));
    const link = join(folder, 'link', 'tools', 'bin', 'python3');
    assert.deepEqual(await discover({ folders: [project], interpreters: [python, link, 'tools/bin/python3'] }), []);
    assert.equal(await ranIn(), null);
  });

  it('are none where Python is none', async () => {
    await mkdir(join(folder, 'path'));
    const python = join(folder, 'path', 'python3');
    await writeFile(python, 'This is no program.');
    await chmod(python, 0o755);
    assert.deepEqual(await discover({ interpreters: [join(folder, 'nowhere', 'bin', 'python')] }), []);
    await writePython(python, { folders: 1 });
    assert.deepEqual(await discover(), []);
  });

  it('say what is wrong with them', async () => {
    const other = elfHead(process.arch === 'arm64' ? 62 : 183);
    await writePythonPackage(sitePackages('project/.venv'), { ...whole, api: other });
    await writePythonPackage(sitePackages('project/venv'), { framework: own, header: '' });
    await writePythonPackage(sitePackages('project/env'), { api: own, framework: own });
    const found = await discover({ folders: [join(folder, 'project')] });
    assert.deepEqual(
      found.map(({ problem }) => problem?.code),
      ['library.wrongArchitecture', 'library.noInterface', 'library.noHeaders'],
    );
  });

  it('have the selected one among them, wherever it is', async () => {
    const path = await writePythonPackage(sitePackages('far'), whole);
    const selected = (await discover({ selected: join(folder, 'far') })).map((library) => [
      library.path,
      library.selected,
    ]);
    assert.deepEqual(selected, [[path, true]]);
  });

  it('have the bundled one first, which is selected where nothing else is', async function () {
    need(this, hasNativeLibrary(), 'the native TensorFlow library');
    const [bundled] = await discoverLibraries({ folders: [], interpreters: [] });
    assert.deepEqual(
      [bundled.kind, bundled.path, bundled.selected, bundled.problem],
      ['bundled', tfjsNode, true, null],
    );
    assert.ok(bundled.bytes > 1e8);
    const [other] = await discoverLibraries({ folders: [], interpreters: [], selected: folder });
    assert.equal(other.selected, false);
  });

  describe('are meant by a path', () => {
    it('to a Python environment, its package, or something within', async () => {
      const path = await writePythonPackage(sitePackages('venv'), whole);
      await writePython(join(folder, 'venv', 'bin', 'python'), []);
      const paths = ['venv', 'venv/bin', 'venv/bin/python', 'venv/lib', sitePackages('venv').slice(folder.length + 1)];
      for (const given of [...paths.map((name) => join(folder, name)), path, join(path, 'include')]) {
        const found = await installationAt(given);
        assert.deepEqual([found.path, found.kind, found.version], [path, 'python', '2.99.1'], given);
      }
    });

    it('to a libtensorflow, or something within', async () => {
      const root = join(folder, 'libtensorflow');
      const [name] = libraryNames('tensorflow');
      await mkdir(join(root, 'include', 'tensorflow', 'c'), { recursive: true });
      await mkdir(join(root, 'lib'));
      await writeFile(join(root, 'include', 'tensorflow', 'c', 'c_api.h'), '');
      await writeFile(join(root, 'lib', 'libtensorflow.so.2.18.0'), own);
      await symlink('libtensorflow.so.2.18.0', join(root, 'lib', name));
      for (const given of ['', 'lib', `lib/${name}`, 'include']) {
        const found = await installationAt(join(root, given));
        assert.deepEqual([found.path, found.kind], [root, 'libtensorflow'], given);
        assert.equal(found.version, process.platform === 'darwin' ? null : '2.18.0');
        assert.deepEqual([found.libraries, found.include], [[join(root, 'lib', name)], join(root, 'include')]);
      }
    });

    it('to tfjs-node, which has a binding, or something within', async function () {
      need(this, hasNativeLibrary(), 'the native TensorFlow library');
      for (const given of ['', 'deps', 'deps/lib', 'lib/napi-v8/tfjs_binding.node']) {
        const { path, binding } = await installationAt(join(tfjsNode, given));
        assert.deepEqual([path, binding], [tfjsNode, join(tfjsNode, 'lib', 'napi-v8', 'tfjs_binding.node')], given);
      }
    });

    it('or by none: then it is named', async () => {
      for (const given of [folder, join(folder, 'nowhere')]) {
        await assert.rejects(installationAt(given), { code: 'library.none', params: { path: given } });
      }
    });
  });
});
