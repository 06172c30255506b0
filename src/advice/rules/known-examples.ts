import { percent, type Rule } from '../advice';

/** So few may well be alike by chance: blank images, rows of few columns. */
const clearShare = 0.01;

/** Held-out examples are among those that were trained on. */
export const knownExamples: Rule = {
  why: 'advice.knownExamplesWhy',
  source: 'Kapoor & Narayanan 2023, section 2.4',
  judge({ facts }) {
    if (!facts?.known) return null;
    const { count, examples } = facts.known;
    if (count < 2 || count < clearShare * examples) return null;
    return {
      sentence: { code: 'advice.knownExamples', params: { count, examples, share: percent(count / examples) } },
      changes: [],
    };
  },
};
