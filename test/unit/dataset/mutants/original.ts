/** A valid file that mutants are made of. */
export interface Original {
  /** The file's name. */
  readonly name: string;
  /** What is mutated. */
  readonly content: Uint8Array;
  /** What the mutated content is put into, so that a checksum does not catch every mutant. */
  readonly wrap?: (content: Uint8Array) => Uint8Array;
}
