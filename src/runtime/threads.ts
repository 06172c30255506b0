/**
 * Has TensorFlow compute each operation on one core. It is read when the library is loaded. Graphs give each core a part
 * of the batch instead (see compile/parts), which is faster, as the products are too small to be split well.
 */
export function oneCorePerOperation(environment: NodeJS.ProcessEnv = process.env): void {
  environment.TF_NUM_INTRAOP_THREADS ??= '1';
}
