/** A valid file that mutants are made of. */
export interface Original {
  /** The file's name. */
  readonly name: string;
  /** What is mutated, or what writes it. */
  readonly content: Uint8Array | (() => Promise<Uint8Array>);
  /** What the mutated content is put into, so that a checksum does not catch every mutant. */
  readonly wrap?: (content: Uint8Array) => Uint8Array;
  /** Other files of the folder that is read as one data set. */
  readonly beside?: Readonly<Record<string, Uint8Array>>;
}
