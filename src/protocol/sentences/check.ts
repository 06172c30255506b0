/** About files of expectations, and what is expected of runs. */
export const checkSentences = {
  'check.unreadable':
    '{file} does not say what to expect of a run: {reason}. Mend it, or have one written (check --write).',
  'check.newer': '{file} was written by a later version of Latent Lens. Update Latent Lens.',
  'check.noMeasure': '{file}, expectation {number}: there is no measure {name}; did you mean {nearest}?',
  'check.noBound': '{file}, expectation {number}: it has neither atLeast nor atMost. Say which values are right.',
  'check.noValue': '{file}: {measure} has no value here. {reason}',
  'check.noSuchValue': '{file}, expectation {number}: {measure} has no value named {name}; it has {known}.',
  'check.notANumber': '{file}, expectation {number}: {what} could not be told from these examples.',
  'check.dataChanged':
    '{file} was written for other examples than those of {source}. Name those data (--data), or write it anew (check --write).',
  'check.exists': '{file} is there already. Name another file, or delete it first.',
  'check.nothingToExpect':
    'Nothing that was measured has an error and a better side, so that nothing can be expected of it.',
} as const;
