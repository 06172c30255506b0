/** About backends, native libraries and processes. */
export const runtimeSentences = {
  'process.closed': 'The trainer stopped unexpectedly ({reason}). Finished epochs are kept; resume the run to go on.',
  'process.cancelled': 'The request was cancelled.',
} as const;
