/** What a given split calls its parts: usual spellings, whatever their case. */
const spellings = {
  training: ['train', 'training', 'trn', 'tr'],
  validation: ['validation', 'valid', 'val', 'dev', 'development'],
  test: ['test', 'testing', 'tst'],
} as const;

/** What rows of a table are for. Those to test with are neither trained on nor validated with. */
export type SplitPart = keyof typeof spellings;

/** Null where a name is none of those of a split. */
export function splitPart(name: string): SplitPart | null {
  const word = name.trim().toLowerCase();
  for (const [part, names] of Object.entries(spellings)) {
    if ((names as readonly string[]).includes(word)) return part as SplitPart;
  }
  return null;
}
