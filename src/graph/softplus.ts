import type { Graph, Operation, Output } from './graph';
import { add, elementwise } from './operations';

/**
 * softplus(x) = log(1 + exp(x)) = max(x, 0) + log(1 + exp(-|x|)), of operations that compute many numbers at once, which
 * release 1 of the library does not for its own.
 */
export function softplus(graph: Graph, { inputs: [x] }: Operation): Output {
  const decay = elementwise(graph, 'Exp', elementwise(graph, 'Neg', elementwise(graph, 'Abs', x)));
  return add(graph, elementwise(graph, 'Relu', x), elementwise(graph, 'Log1p', decay));
}
