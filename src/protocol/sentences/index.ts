import { adviceSentences } from './advice';
import { checkSentences } from './check';
import { compareSentences } from './compare';
import { dataSentences } from './data';
import { downloadSentences } from './download';
import { exportSentences } from './export';
import { givenSentences } from './given';
import { layoutSentences } from './layout';
import { measureSentences } from './measure';
import { pathSentences } from './path';
import { reportSentences } from './report';
import { runSentences } from './run';
import { runtimeSentences } from './runtime';
import { toolSentences } from './tool';

/**
 * Every sentence that crosses a process boundary, in English, by code.
 * Each says what happened, where, and what to do. The host translates them with `vscode.l10n.t`.
 */
export const sentences = {
  internal: 'Latent Lens made a mistake: {message}. See the log for details.',
  ...adviceSentences,
  ...checkSentences,
  ...compareSentences,
  ...dataSentences,
  ...downloadSentences,
  ...exportSentences,
  ...givenSentences,
  ...layoutSentences,
  ...measureSentences,
  ...pathSentences,
  ...reportSentences,
  ...runSentences,
  ...runtimeSentences,
  ...toolSentences,
} as const satisfies Readonly<Record<string, string>>;

export type SentenceCode = keyof typeof sentences;
