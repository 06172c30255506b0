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

/** Source of TensorFlow for C, as far as `bindingSource` uses it. */
export const librarySource = 'extern "C" const char* TF_Version() { return "9.8.7"; }';

/** Source of a binding that answers what the probe asks, and nothing else. */
export const bindingSource = `
  #include <cstring>
  #include <node_api.h>
  extern "C" const char* TF_Version();
  static napi_value number(napi_env env, double value) {
    napi_value result;
    napi_create_double(env, value, &result);
    return result;
  }
  static napi_value createTensor(napi_env env, napi_callback_info) { return number(env, 1); }
  static napi_value executeOp(napi_env env, napi_callback_info) {
    napi_value tensor, list;
    napi_create_object(env, &tensor);
    napi_set_named_property(env, tensor, "id", number(env, 2));
    napi_create_array(env, &list);
    napi_set_element(env, list, 0, tensor);
    return list;
  }
  static napi_value tensorDataSync(napi_env env, napi_callback_info) {
    const float values[] = {7, 10, 15, 22};
    void* data;
    napi_value buffer, result;
    napi_create_arraybuffer(env, sizeof(values), &data, &buffer);
    std::memcpy(data, values, sizeof(values));
    napi_create_typedarray(env, napi_float32_array, 4, buffer, 0, &result);
    return result;
  }
  static napi_value init(napi_env env, napi_value exports) {
    napi_value version;
    napi_create_string_utf8(env, TF_Version(), NAPI_AUTO_LENGTH, &version);
    napi_set_named_property(env, exports, "TF_Version", version);
    napi_property_descriptor methods[] = {
      {"createTensor", nullptr, createTensor, nullptr, nullptr, nullptr, napi_default, nullptr},
      {"executeOp", nullptr, executeOp, nullptr, nullptr, nullptr, napi_default, nullptr},
      {"tensorDataSync", nullptr, tensorDataSync, nullptr, nullptr, nullptr, napi_default, nullptr},
    };
    napi_define_properties(env, exports, 3, methods);
    return exports;
  }
  NAPI_MODULE(fake, init)`;

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
