import { execFile, spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { findCompiler } from '../../../src/runtime/library/compiler';
import { libraryNames } from '../../../src/runtime/library/installation';

/** Source of a library that does something while it is loaded. */
export const whileLoading = (statements: string) => `
  #include <cstdio>
  #include <cstdlib>
  #include <unistd.h>
  extern "C" __attribute__((constructor)) void load() { ${statements} }`;

/** Source of a library that needs a function that there is nowhere. */
export const lacking = (name: string) => `
  extern "C" void ${name}();
  extern "C" void* napi_register_module_v1(void*, void* exports) { ${name}(); return exports; }`;

/** Source of TensorFlow for C, as far as `bindingSource` uses it: it computes nothing. */
export const librarySource = 'extern "C" const char* TF_Version() { return "9.8.7"; }';

/**
 * Source of a binding that computes by the one at a path, and says that it is what `librarySource` is. `change` is
 * JavaScript that may replace functions of `binding`.
 */
export const bindingSource = (real: string, change = '') => `
  #include <node_api.h>
  extern "C" const char* TF_Version();
  static const char* script = R"JS((version) => {
    // When it is first used: Node does not load two at once.
    let binding;
    const load = () => {
      const real = { exports: {} };
      process.dlopen(real, ${JSON.stringify(real)});
      binding = {};
      for (const name of Object.getOwnPropertyNames(real.exports)) binding[name] = real.exports[name];
      binding.TF_Version = version;
      ${change}
      return binding;
    };
    const loaded = () => binding ?? load();
    return new Proxy({}, { get: (_, name) => loaded()[name], has: (_, name) => name in loaded() });
  })JS";
  static napi_value init(napi_env env, napi_value) {
    napi_value version, text, make, binding;
    napi_create_string_utf8(env, TF_Version(), NAPI_AUTO_LENGTH, &version);
    napi_create_string_utf8(env, script, NAPI_AUTO_LENGTH, &text);
    napi_run_script(env, text, &make);
    napi_call_function(env, version, make, 1, &version, &binding);
    return binding;
  }
  NAPI_MODULE(fake, init)`;

/** A change of a binding: the last number that an operation, or a graph, gives is one more than it should be. */
export const wrongIn = (operation: string | 'graphs') => `
    const kept = [];
    const spoil = (tensor) => {
      const values = Float32Array.from(real.exports.tensorDataSync(tensor.id));
      values[values.length - 1] += 1;
      kept.push(values);
      return { ...tensor, id: real.exports.createTensor(tensor.shape, tensor.dtype, values) };
    };
    const isSpoiled = (tensor) => tensor.dtype === real.exports.TF_FLOAT;
    if (${JSON.stringify(operation)} === 'graphs') {
      binding.runSavedModel = (...args) =>
        real.exports.runSavedModel(...args).map((tensor, i) => (i === 0 && isSpoiled(tensor) ? spoil(tensor) : tensor));
    } else {
      binding.executeOp = (operation, ...args) => {
        const results = real.exports.executeOp(operation, ...args);
        return operation === ${JSON.stringify(operation)} ? results.map(spoil) : results;
      };
    }`;

/** What tests lack where they cannot compile. */
export const compiler = 'a C++ compiler for Linux';

/** Whether tests can compile here. */
export function canCompile(): boolean {
  return process.platform === 'linux' && spawnSync(process.env.CXX ?? 'c++', ['--version']).status === 0;
}

/** Compiles a shared library. */
export async function compileLibrary(source: string, path: string): Promise<void> {
  const compiler = await findCompiler();
  if (compiler === undefined) throw new Error('There is no C++ compiler');
  const file = `${path}.cc`;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(file, source);
  const args = [...compiler.args, '-shared', '-fPIC', `-Wl,-soname,${path.split('/').at(-1)}`, file, '-o', path];
  await promisify(execFile)(compiler.command, args);
}

/** Lays out TensorFlow's Python package, with whatever content for its shared libraries. Answers its folder. */
export async function writePythonPackage(
  sitePackages: string,
  { api, framework, header }: { readonly api?: Buffer; readonly framework: Buffer; readonly header?: string },
): Promise<string> {
  const folder = join(sitePackages, 'tensorflow');
  await mkdir(join(folder, 'include', 'tensorflow', 'c'), { recursive: true });
  await mkdir(join(sitePackages, 'tensorflow_cpu-2.99.1.dist-info'), { recursive: true });
  if (header !== undefined) await writeFile(join(folder, 'include', 'tensorflow', 'c', 'c_api.h'), header);
  if (api) await writeFile(join(folder, libraryNames('tensorflow_cc')[0]), api);
  await writeFile(join(folder, libraryNames('tensorflow_framework')[0]), framework);
  return folder;
}

/** The head of an ELF file: a shared object for a machine, by its number; others by `type`. */
export function elfHead(machine: number, { bits = 64, little = true, type = 3 } = {}): Buffer {
  const head = Buffer.alloc(64);
  head.write('\x7fELF', 'latin1');
  head[4] = bits === 64 ? 2 : 1;
  head[5] = little ? 1 : 2;
  head[6] = 1;
  for (const [offset, value] of [
    [16, type],
    [18, machine],
  ]) {
    if (little) head.writeUInt16LE(value, offset);
    else head.writeUInt16BE(value, offset);
  }
  return head;
}
