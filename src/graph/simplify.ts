import { filterGradient } from './filter-gradient';
import { type Graph, type Operation, type Output, sameShape } from './graph';
import { isRelease1 } from './native';
import { reshape, typeAttribute } from './operations';
import { softplus } from './softplus';
import { transposedConvolution } from './transposed-convolution';

/** What gives the same result with less work; undefined where the rule does not apply. */
type Rule = (graph: Graph, operation: Operation) => Output | undefined;

/** By operation. All shapes are known here, which they were not to the code that chose the operations. */
const rules: Readonly<Record<string, Rule>> = {
  Reshape: withoutEffectOnShape,
  ExpandDims: reshaped,
  Cast: withoutEffectOnType,
  BatchMatMulV2: plainProduct,
  Add: biasAddition,
  AddV2: biasAddition,
  Softplus: inRelease1(softplus),
  Conv2DBackpropFilter: inRelease1(filterGradient),
  Conv2DBackpropInput: inLaterReleases(transposedConvolution),
};

/** Adds an operation, or what is known to be as good and faster. */
export function addSimplified(graph: Graph, operation: Operation): readonly Output[] {
  const simpler = rules[operation.op]?.(graph, operation);
  return simpler ? [simpler] : graph.add(operation.op, operation).outputs;
}

/** Reshape(x) to x's own shape is x; Reshape(Reshape(x)) needs the outer one alone. */
function withoutEffectOnShape(graph: Graph, { inputs: [x], outputs: [{ shape }] }: Operation): Output | undefined {
  const source = x.node.op === 'Reshape' ? x.node.inputs[0] : x;
  if (sameShape(source.shape, shape)) return source;
  return source === x ? undefined : reshape(graph, source, shape);
}

function reshaped(graph: Graph, { inputs: [x], outputs: [{ shape }] }: Operation): Output {
  return reshape(graph, x, shape);
}

function withoutEffectOnType(_: Graph, { inputs: [x], outputs: [{ dtype }] }: Operation): Output | undefined {
  return x.dtype === dtype ? x : undefined;
}

/** The product of two matrices needs no batches. */
function plainProduct(graph: Graph, { inputs, attributes, outputs: [product] }: Operation): Output | undefined {
  if (inputs.some(({ shape }) => shape.length !== 2)) return undefined;
  const { T, adj_x: transpose_a, adj_y: transpose_b } = attributes;
  return graph.output('MatMul', product, { inputs, attributes: { T, transpose_a, transpose_b } });
}

/** x + b, where b has one value for each index of the last dimension. */
function biasAddition(graph: Graph, { inputs: [x, bias], outputs: [sum] }: Operation): Output | undefined {
  const isBias = bias.shape.length === 1 && x.shape.length > 1 && bias.shape[0] === x.shape.at(-1);
  if (!isBias) return undefined;
  return graph.output('BiasAdd', sum, { inputs: [x, bias], attributes: { T: typeAttribute(sum.dtype) } });
}

/** A rule for release 1 of the library, whose own operation is slow. */
function inRelease1(rule: Rule): Rule {
  return (graph, operation) => (isRelease1() ? rule(graph, operation) : undefined);
}

/** A rule for later releases, which compute by oneDNN. */
function inLaterReleases(rule: Rule): Rule {
  return (graph, operation) => (isRelease1() ? undefined : rule(graph, operation));
}
