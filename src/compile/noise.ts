import type { Graph, Output, Shape } from './graph';
import { integers, typeAttribute } from './operations';

/** Draws from N(0, 1) that `seed` (int32, [2]) alone determines, whenever and however often it is drawn. */
export function statelessNormal(graph: Graph, shape: Shape, seed: Output): Output {
  const attributes = { dtype: typeAttribute('float32'), T: typeAttribute('int32'), Tseed: typeAttribute('int32') };
  const inputs = [integers(graph, shape), seed];
  return graph.output('StatelessRandomNormal', { dtype: 'float32', shape }, { inputs, attributes });
}
