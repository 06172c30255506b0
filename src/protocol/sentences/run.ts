/** About configurations, training and runs on disk. */
export const runSentences = {
  'config.invalid': '{file}: {field} {problem}. Correct it and try again.',
} as const;
