/** A function that cannot be compiled, with the function's name and the reason. Its author can mend it; a user cannot. */
export class CompileError extends Error {
  override readonly name = 'CompileError';

  constructor(compiled: string, reason: string, options?: ErrorOptions) {
    super(`${compiled} cannot be compiled: ${reason}`, options);
  }
}
