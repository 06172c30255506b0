/** How work on a library is followed and called off. */
export interface LibraryTask {
  readonly signal?: AbortSignal;
  /** Hears what is for the log. */
  log(message: string): void;
}
