import { createNode, type Frame, type Graph, type Node, type Output, type TensorSpec } from './graph';
import { add, after, both, integer, less, typeAttribute } from './operations';

/** What a turn of a loop hands to the next, and what it does besides. */
export interface Turn {
  readonly state: readonly Output[];
  /** Operations that must have run before the next turn begins. */
  readonly effects: readonly Node[];
}

/**
 * A loop inside a graph, in TensorFlow's dataflow form:
 *
 *   initial -> Enter -> Merge -> Switch -> Exit -> result
 *                         ^        |
 *                         |        v
 *                   NextIteration <- body
 *
 * It runs `body` for turns 0 to count - 1, as long as `proceed` says so of the state. `body` may use tensors from
 * outside, and have loops of its own. Gives the number of turns, and the last state.
 */
export function repeat(
  graph: Graph,
  count: Output,
  initial: readonly Output[],
  proceed: ((state: readonly Output[]) => Output) | null,
  body: (turn: Output, state: readonly Output[]) => Turn,
): { readonly turns: Output; readonly state: readonly Output[] } {
  const outer = graph.within;
  const name = graph.nextFrameName();
  const merges = [integer(graph, 0), ...initial].map((value) => merge(enter(graph.reach(value), name, false)));
  const frame = new LoopFrame(merges[0].node, name, outer);
  for (const { node } of merges) frame.adopt(node);

  const condition = graph.inside(frame, () => {
    const [turn, ...state] = merges;
    const isLeft = less(graph, turn, count);
    const going = proceed ? both(graph, isLeft, proceed(state)) : isLeft;
    return graph.output('LoopCond', going, { inputs: [going] });
  });
  const switches = merges.map((value) =>
    createNode('Switch', { ...oneType(value, [value, condition]), outputs: [value, value] }),
  );
  const results = switches.map(({ outputs: [done] }) => exit(done));
  for (const { node } of results) outer?.adopt(node);
  const [turn, ...state] = switches.map(({ outputs: [, going] }) => identity(going));
  for (const { node } of [turn, ...state]) frame.adopt(node);

  frame.pivot = turn.node;
  graph.inside(frame, () => {
    const { state: next, effects } = body(turn, state);
    const following = [after(graph, add(graph, turn, integer(graph, 1)), effects), ...next];
    for (const [i, value] of following.entries()) merges[i].node.inputs.push(nextIteration(graph.reach(value)));
  });
  return { turns: results[0], state: results.slice(1) };
}

/** The inside of one loop. Turns may overlap where nothing orders them. */
class LoopFrame implements Frame {
  private readonly members = new Set<Node>();
  private readonly entered = new Map<Output, Output>();

  /** The condition's operations wait for the turn's merge, those of the body for its identity. */
  constructor(
    public pivot: Node,
    private readonly name: string,
    private readonly outer: Frame | null,
  ) {}

  owns(node: Node): boolean {
    return this.members.has(node);
  }

  adopt(node: Node): void {
    this.members.add(node);
  }

  enter(outside: Output): Output {
    let inside = this.entered.get(outside);
    if (inside === undefined) {
      // From further outside it comes in frame by frame.
      const near = !this.outer || this.outer.owns(outside.node) ? outside : this.outer.enter(outside);
      inside = enter(near, this.name, true);
      this.adopt(inside.node);
      this.entered.set(outside, inside);
    }
    return inside;
  }
}

function enter(value: Output, frame: string, isConstant: boolean): Output {
  const { attributes, ...rest } = oneType(value, [value]);
  return createNode('Enter', {
    ...rest,
    attributes: {
      ...attributes,
      frame_name: { kind: 'text', value: frame },
      is_constant: { kind: 'bool', value: isConstant },
      parallel_iterations: { kind: 'int', value: 10 },
    },
    outputs: [value],
  }).outputs[0];
}

/** Takes its second input, the next turn's value, once there is one. */
function merge(first: Output): Output {
  const { attributes, ...rest } = oneType(first, [first]);
  return createNode('Merge', {
    ...rest,
    attributes: { ...attributes, N: { kind: 'int', value: 2 } },
    outputs: [first, { dtype: 'int32', shape: [] }],
  }).outputs[0];
}

function exit(value: Output): Output {
  return createNode('Exit', { ...oneType(value, [value]), outputs: [value] }).outputs[0];
}

function nextIteration(value: Output): Output {
  return createNode('NextIteration', { ...oneType(value, [value]), outputs: [value] }).outputs[0];
}

function identity(value: Output): Output {
  return createNode('Identity', { ...oneType(value, [value]), outputs: [value] }).outputs[0];
}

function oneType({ dtype }: TensorSpec, inputs: readonly Output[]) {
  return { inputs, attributes: { T: typeAttribute(dtype) } };
}
