export { CompileError } from './errors';
export { type CompiledFunction, compile } from './function';
export { canCompile } from './native';
