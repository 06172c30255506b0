import assert from 'node:assert/strict';
import {
  appendFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rm,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatSentence, type Sentence } from '../../../src/protocol/errors';
import { libraryNames } from '../../../src/runtime/library/installation';
import { need } from '../../harness/need';
import { hasNativeLibrary } from '../model/fixtures';
import {
  bindingSource,
  canCompile,
  compileLibrary,
  compiler,
  elfHead,
  lacking,
  librarySource,
  whileLoading,
  writePythonPackage,
  wrongIn,
} from './fake-library';
import { Program, tfjsNode } from './program';

/** Each in a folder that holds nothing but the program, and with an empty cache. */
describe('a library that was selected', function () {
  this.timeout(300_000);
  let folder: string;
  let program: Program;

  before(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'latent-lens-selected-')));
    program = await Program.build(folder);
  });
  beforeEach(() => program.tryBy('few checks'));
  afterEach(async () => {
    const rest = (await readdir(folder)).filter((name) => name !== 'dist');
    for (const name of rest) await rm(join(folder, name), { recursive: true });
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const text = Buffer.from('This is no library, whatever its name may say.');
  const own = elfHead(process.arch === 'arm64' ? 183 : 62);

  /** A program that has the bundled library, if there is one here; answers what it then runs with. */
  async function addBundled(): Promise<'tensorflow' | 'wasm'> {
    if (!hasNativeLibrary()) return 'wasm';
    await symlink(tfjsNode, join(folder, 'native'));
    return 'tensorflow';
  }

  /** Puts sources where those of tfjs-node's binding would be. */
  async function writeBindingSources(change = ''): Promise<void> {
    const target = program.bindingSources;
    await mkdir(target);
    for (const name of await readdir(join(tfjsNode, 'binding'))) await writeFile(join(target, name), '');
    const headers = join(tfjsNode, '..', '..', 'node-api-headers', 'include');
    for (const name of await readdir(headers)) await writeFile(join(target, name), await readFile(join(headers, name)));
    const real = join(tfjsNode, 'lib', 'napi-v8', 'tfjs_binding.node');
    await writeFile(join(target, 'tfjs_binding.cc'), bindingSource(real, change));
  }

  it('that does not work is passed over, and that is said', async () => {
    const expected = await addBundled();
    const path = await writePythonPackage(folder, { api: text, framework: own, header: '' });
    const { info, sum } = await program.run('auto', { LATENT_LENS_LIBRARY: path });
    assert.deepEqual([info.name, sum], [expected, 3]);
    assert.ok(info.fallback);
    const words = formatSentence(info.fallback);
    assert.match(words, /is no shared library \(it is not in the format/);
    if (expected === 'tensorflow') {
      assert.equal(info.library?.kind, 'bundled');
      assert.match(words, new RegExp(`Until then TensorFlow ${info.version} computes`));
      assert.equal((await program.run('tensorflow', { LATENT_LENS_LIBRARY: path })).info.name, 'tensorflow');
    } else {
      assert.match(words, /Until then the slower wasm backend runs/);
    }
  });

  it('that does not work is what fails where nothing else may run', async () => {
    const environment = { LATENT_LENS_LIBRARY: join(folder, 'nowhere') };
    assert.equal((await program.run('tensorflow', environment)).code, 'library.none');
    const { info } = await program.run('auto', environment);
    assert.deepEqual([info.name, info.fallback?.code], ['wasm', 'backend.fallback-broken']);
  });

  it('with a binding of its own runs as it is', async function () {
    need(this, hasNativeLibrary(), 'the native TensorFlow library');
    const { info, sum } = await program.run('auto', { LATENT_LENS_LIBRARY: join(tfjsNode, 'deps') });
    const { version, ...rest } = info;
    assert.deepEqual(rest, { name: 'tensorflow', library: { kind: 'libtensorflow', path: tfjsNode } });
    assert.match(version, /^\d+\.\d+/);
    assert.equal(sum, 3);
  });

  it('is refused before anything is built where its files tell that it cannot work', async () => {
    const other = elfHead(process.arch === 'arm64' ? 62 : 183);
    const cases = [
      ['library.wrongArchitecture', { api: own, framework: other, header: '' }],
      ['library.notALibrary', { api: text, framework: own, header: '' }],
      ['library.noHeaders', { api: own, framework: own }],
      ['library.noInterface', { framework: own, header: '' }],
    ] as const;
    for (const [code, files] of cases) {
      const path = await writePythonPackage(join(folder, code), files);
      const said = await program.prepare(path);
      assert.deepEqual([said.code, said.log], [code, []]);
    }
  });

  it('needs a compiler, and says how to get one', async () => {
    await writeBindingSources();
    const path = await writePythonPackage(folder, { api: own, framework: own, header: '' });
    for (const environment of [{ PATH: folder, CXX: '' }, { CXX: 'no-such-compiler -O3' }]) {
      const { code, message } = await program.prepare(path, environment);
      assert.equal(code, 'library.noCompiler');
      assert.match(message ?? '', /Install one \(\S.*CXX/);
    }
  });

  it('and is real computes right what models compute', async function () {
    const library = process.env.LATENT_LENS_TEST_LIBRARY;
    if (!library) this.skip();
    await program.tryBy('all checks');
    const { code, message, version } = await program.prepare(library, { NODE_PATH: join(tfjsNode, '..', '..') });
    assert.equal(code, undefined, message);
    assert.match(version, /^\d+\.\d+/);
  });

  describe('made for the test', () => {
    before(function () {
      need(this, canCompile(), compiler);
    });

    /** A Python package whose two libraries are real ones. */
    async function compilePackage(header = ''): Promise<string> {
      const files = { api: libraryNames('tensorflow_cc')[0], framework: libraryNames('tensorflow_framework')[0] };
      const path = await writePythonPackage(folder, { api: own, framework: own, header });
      await compileLibrary(librarySource, join(path, files.api));
      await compileLibrary('', join(path, files.framework));
      return path;
    }

    /** A folder with a binding, which does something. */
    async function compileBinding(source: string): Promise<string> {
      const root = join(folder, 'bound');
      await compileLibrary(source, join(root, 'lib', 'napi-v8', 'tfjs_binding.node'));
      return root;
    }

    it("whose binding cannot be built names the compiler's first error, and logs all", async () => {
      const path = await compilePackage('#error this header was made for a test\n');
      const { code, message, log } = await program.prepare(path, { NODE_PATH: join(tfjsNode, '..', '..') });
      assert.equal(code, 'library.buildFailed', message);
      assert.match(message ?? '', /error: #error this header was made for a test/);
      assert.match(log.at(-1) ?? '', /In file included from/);
    });

    it('that lacks what its headers promise is found out before it is used', async () => {
      await writeBindingSources();
      const path = await compilePackage();
      await compileLibrary('', join(path, libraryNames('tensorflow_cc')[0]));
      const { code, message } = await program.prepare(path);
      assert.equal(code, 'library.notLoadable', message);
      assert.match(message ?? '', /undefined symbol: TF_Version/);
    });

    it('is not kept where nothing can be written, and that is said', async () => {
      await writeBindingSources();
      const path = await compilePackage();
      await writeFile(join(folder, 'file'), '');
      const { code, message } = await program.prepare(path, { XDG_CACHE_HOME: join(folder, 'file') });
      assert.equal(code, 'library.cacheNotWritable', message);
    });

    const bad: Record<string, [source: string, code: string, reason: RegExp]> = {
      'aborts while it is loaded': [
        whileLoading('std::fputs("F made for a test\\n", stderr); std::abort();'),
        'library.crashes',
        /SIGABRT: F made for a test/,
      ],
      'ends the process': [whileLoading('_exit(3);'), 'library.crashes', /exit code 3/],
      'reads where nothing is': [whileLoading('*(volatile int*)8 = 1;'), 'library.crashes', /SIGSEGV/],
      'lacks a function': [lacking('TF_madeForTheTest'), 'library.crashes', /undefined symbol: TF_madeForTheTest/],
      'is no module of Node': ['int nothing = 0;', 'library.notLoadable', /Module did not self-register|.+/],
    };
    for (const [name, [source, expected, reason]] of Object.entries(bad)) {
      it(`that ${name} harms nothing, and is named`, async () => {
        const root = await compileBinding(source);
        const { code, message } = await program.prepare(root);
        assert.equal(code, expected, message);
        assert.match(message ?? '', reason);
        const { info, sum } = await program.run('auto', { LATENT_LENS_LIBRARY: root });
        assert.deepEqual([info.name, info.fallback?.code, sum], ['wasm', 'backend.fallback-broken', 3]);
      });
    }

    it('that failed is not tried again at once, unless that is asked for', async () => {
      const root = await compileBinding(whileLoading('std::abort();'));
      const tried = async (...afresh: 'afresh'[]) => (await program.prepare(root, {}, ...afresh)).log.length > 0;
      assert.deepEqual([await tried(), await tried(), await tried('afresh')], [true, false, true]);
    });

    describe('and computes by the bundled one', () => {
      before(function () {
        if (!hasNativeLibrary()) this.skip();
      });

      it('gets a binding by its own headers, once, and again when it is another', async () => {
        await program.tryBy('all checks');
        await writeBindingSources();
        const path = await compilePackage();
        const first = await program.prepare(path);
        assert.deepEqual([first.code, first.version, first.leftOut], [undefined, '9.8.7', []]);
        assert.equal(first.log.filter((line) => /^(Building|Trying)/.test(line)).length, 2, first.log.join('\n'));
        const second = await program.prepare(path);
        assert.deepEqual([second.binding, second.version, second.log], [first.binding, '9.8.7', []]);
        const [name] = libraryNames('tensorflow_cc');
        await utimes(join(path, name), 1, 1);
        await program.tryBy('few checks');
        const third = await program.prepare(path);
        assert.notEqual(third.binding, first.binding);
        assert.match(third.log.join('\n'), /Building/);
        const kept = await readdir(join(folder, 'cache', 'latent-lens', 'libraries'));
        assert.deepEqual(
          kept.filter((entry) => entry.startsWith('.')),
          [],
          'nothing unfinished is left',
        );
      });

      it('is the one its binding finds, whatever the library path of the user', async () => {
        await writeBindingSources();
        const path = await compilePackage();
        const [name] = libraryNames('tensorflow_cc');
        const other = 'extern "C" const char* TF_Version() { return "0.0.1"; }';
        await compileLibrary(other, join(folder, 'other', name));
        const { version } = await program.prepare(path, { LD_LIBRARY_PATH: join(folder, 'other') });
        assert.equal(version, '9.8.7');
      });

      it('is built by a compiler that is named with arguments', async () => {
        await writeBindingSources();
        const path = await compilePackage();
        const { log, version } = await program.prepare(path, { CXX: 'c++ -DNAMED' });
        assert.equal(version, '9.8.7');
        assert.match(log.join('\n'), /c\+\+ -DNAMED -std/);
      });

      it('is tried again in another environment, and runs without the variables that break it', async () => {
        await writeBindingSources();
        const path = await compilePackage();
        const breaking = whileLoading('if (std::getenv("TF_MADE_FOR_A_TEST")) std::abort();');
        await compileLibrary(breaking + librarySource, join(path, libraryNames('tensorflow_cc')[0]));
        assert.deepEqual((await program.prepare(path)).leftOut, []);
        const environment = { TF_MADE_FOR_A_TEST: '1', TF_LOG: 'of another program', TF_CPP_MIN_LOG_LEVEL: '1' };
        const { version, leftOut } = await program.prepare(path, environment);
        assert.deepEqual([version, leftOut], ['9.8.7', ['TF_MADE_FOR_A_TEST']]);
      });

      const wrong: Record<string, RegExp> = {
        Conv2DBackpropInput: /computes Conv2DBackpropInput of .* wrong on this machine: \S+ instead of \S+\. Choose/,
        Softplus: /computes .*Softplus of .* wrong/,
        graphs: /computes .* wrong/,
      };
      for (const [what, words] of Object.entries(wrong)) {
        it(`is passed over where its ${what} are wrong, which is said`, async () => {
          await program.tryBy('all checks');
          await writeBindingSources(wrongIn(what));
          const path = await compilePackage();
          const { code, message, log } = await program.prepare(path);
          assert.equal(code, 'library.computesWrong', message);
          assert.match(message ?? '', words);
          assert.match(log.join('\n'), /TensorFlow 9\.8\.7 in .* computes .* wrong: \S+ instead of \S+/);
          const { info } = await program.run('auto', { LATENT_LENS_LIBRARY: path });
          assert.deepEqual([info.name, info.fallback?.code], ['wasm', 'backend.fallback-broken']);
          assert.match(formatSentence(info.fallback as Sentence), words);
        });
      }

      it('is tried again by checks that are others', async () => {
        await writeBindingSources();
        const path = await compilePackage();
        const tried = async () => (await program.prepare(path)).log.some((line) => line.startsWith('Trying'));
        assert.deepEqual([await tried(), await tried()], [true, false]);
        await appendFile(program.trainer, '\n// Another version.\n');
        assert.deepEqual([await tried(), await tried()], [true, false]);
      });
    });
  });
});
