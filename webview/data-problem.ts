import type { Sentence } from '../src/protocol/errors';
import { textButton } from './controls';
import { h } from './dom';
import { icon } from './icons';
import { sentenceInWords, t } from './l10n';
import { needs } from './needs';
import type { Panel } from './panel';

/** Says that the run's data are gone, what is shown in their place, and what can be done. Null where they are there. */
export function createDataProblem({ session, host, fail }: Panel): HTMLElement | null {
  const { dataProblem } = session.get().run;
  if (dataProblem === undefined) return null;
  const { text, full } = sentenceInWords(dataProblem satisfies Sentence);
  const button = (label: string, testid: string, method: 'locateData' | 'readDataAgain') =>
    needs(textButton({ label, testid, onClick: () => void host.call(method, {}).catch(fail) }).element, method);
  return h(
    'div',
    { class: 'notice data-problem', role: 'status', testid: 'data-problem' },
    icon('warning'),
    h(
      'span',
      { title: full },
      `${text} ${t('Shown are the codes, the curves and those examples that the run keeps.')}`,
    ),
    button(t('Locate Data…'), 'locate-data', 'locateData'),
    button(t('Retry'), 'read-data-again', 'readDataAgain'),
  );
}
