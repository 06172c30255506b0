import type { Graph, Node, Output } from '../graph/graph';
import { typeAttribute } from '../graph/operations';

const float32 = typeAttribute('float32');

/** The value of a variable once `controls` have run. @param like Has its shape. */
export function readResource(graph: Graph, handle: Output, like: Output, controls: readonly Node[]): Output {
  return graph.output('ReadVariableOp', like, { inputs: [handle], controls, attributes: { dtype: float32 } });
}

/** Gives a variable another value. */
export function assignResource(graph: Graph, handle: Output, value: Output): Node {
  return graph.add('AssignVariableOp', { inputs: [handle, value], attributes: { dtype: float32 } });
}

/** variable <- variable - rate x. */
export function descend(graph: Graph, variable: Output, rate: Output, x: Output, controls: readonly Node[] = []): Node {
  return graph.add('ResourceApplyGradientDescent', {
    inputs: [variable, rate, x],
    controls,
    attributes: { T: float32 },
  });
}

/** mean <- momentum mean + x, variable <- variable - rate mean. */
export function descendWithMomentum(
  graph: Graph,
  [variable, mean]: readonly [Output, Output],
  [rate, momentum]: readonly [Output, Output],
  x: Output,
  controls: readonly Node[] = [],
): Node {
  return graph.add('ResourceApplyMomentum', {
    inputs: [variable, mean, rate, x, momentum],
    controls,
    attributes: { T: float32 },
  });
}
