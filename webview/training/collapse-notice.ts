import { collapseOf } from '../../src/protocol/collapse';
import { sentenceInWords } from '../l10n';
import type { Notices } from '../notices';
import type { Session } from '../session';
import type { Store } from '../state/store';

/** Says once that the posterior has collapsed, as soon as it is so. */
export function tellOfCollapse(session: Store<Session>, notices: Notices): void {
  let told = false;
  session.watch(
    (state) => state.history,
    (history) => {
      const sentence = told ? null : collapseOf(history, session.get().run.record.config);
      if (!sentence) return;
      told = true;
      notices.show(sentenceInWords(sentence));
    },
  );
}
