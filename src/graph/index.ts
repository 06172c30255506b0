export { CompileError } from './errors';
export { type CompiledFunction, compile } from './function';
export { canCompile } from './native';
export { fillStatelessNormal, fillStatelessUniform } from './philox';
export { scoped } from './scope';
