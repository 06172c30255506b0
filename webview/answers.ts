import type { Panel } from './panel';
import type { ViewDocument } from './state/view-document';
import { weightsEpoch } from './weights-epoch';

/**
 * Calls back whenever the model may answer otherwise: by other weights, or with the codes of a new epoch.
 * @param by Parts of what is shown that the answer depends on, too.
 */
export function whenAnswersChange(
  { session, view }: Pick<Panel, 'session' | 'view'>,
  by: readonly (keyof Pick<ViewDocument, 'projection' | 'ofClass' | 'temperature'>)[],
  refresh: () => void,
): void {
  for (const part of by) view.changed((state) => state[part], refresh);
  view.changed(() => weightsEpoch({ session, view }), refresh);
  session.changed((state) => state.frames, refresh);
}
