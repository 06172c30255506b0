/** One end of a two-way channel between processes. Messages are structured-cloned: typed arrays stay typed arrays. */
export interface Transport {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once when the other side is gone; `reason` says why, in words for the log. */
  onClose(listener: (reason: string) => void): void;
}
