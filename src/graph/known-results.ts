import type { Frame, Node, Operation, Output, TensorValue } from './graph';

/** Larger constants are seldom made twice, and take long to be compared. */
const mostCompared = 64;

/**
 * What operations of a graph have given, so that none is added twice: recorded code makes the same tensor again where it cannot know of the first, as two
 * players of a loss do that look at the same images. Of pure operations alone.
 */
export class KnownResults {
  private readonly byKey = new Map<string, readonly Output[]>();
  private readonly numbers = new Map<Node | Frame, number>();

  /** Those of an operation within a frame; `make` adds it where it is new. */
  ofOperation(frame: Frame | null, operation: Operation, make: () => readonly Output[]): readonly Output[] {
    const { op, inputs, attributes, outputs } = operation;
    const read = inputs.map(({ node, index }) => `${this.numberOf(node)}:${index}`);
    return this.of([this.numberOf(frame), op, ...read, JSON.stringify([attributes, outputs])].join(), make);
  }

  /** That of a constant. */
  ofConstant(frame: Frame | null, { dtype, shape, values }: TensorValue, make: () => Output): Output {
    if (values.length > mostCompared) return make();
    // Texts of numbers do not tell -0 from 0.
    const bytes = [...new Uint8Array(values.buffer, values.byteOffset, values.byteLength)];
    return this.of([this.numberOf(frame), dtype, `[${shape}]`, ...bytes].join(), () => [make()])[0];
  }

  private of(key: string, make: () => readonly Output[]): readonly Output[] {
    const known = this.byKey.get(key) ?? make();
    this.byKey.set(key, known);
    return known;
  }

  private numberOf(owner: Node | Frame | null): number {
    if (owner === null) return 0;
    const number = this.numbers.get(owner) ?? this.numbers.size + 1;
    this.numbers.set(owner, number);
    return number;
  }
}
