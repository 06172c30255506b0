import { type KeptLayout, nameOfPart } from '../../src/protocol/layout';
import { Latest } from '../latest';
import type { Panel } from '../panel';
import { layoutOf } from './chosen-layout';
import type { LayoutJob } from './layout-job';

export interface KeptPart {
  /** The newest kept layout of the selection alone, by the method and in the dimensions that are chosen. */
  ofSelection(): KeptLayout | null;
}

/** Knows whether the selection has been laid out alone before. */
export function followKeptPart({ fail, session, view }: Panel, job: LayoutJob, changed: () => void): KeptPart {
  let found: KeptLayout | null = null;
  /** The selection that it is of. */
  let of: Uint32Array | undefined;
  const names = new Latest(
    async (words: Uint32Array | undefined) => (words ? nameOfPart(words, session.get().run.record.fingerprint) : null),
    (name, words) => {
      const { projection, selection } = view.get();
      if (words !== selection?.words) return;
      const layout = layoutOf(projection);
      const before = found;
      of = words;
      found =
        job.state
          .get()
          .kept.findLast(
            ({ of: part, params }) =>
              name !== null && part === name && params.kind === layout?.kind && params.dims === layout.dims,
          ) ?? null;
      if (found !== before) changed();
    },
    fail,
  );
  const look = () => names.ask(view.get().selection?.words);
  view.changed((state) => state.selection, look);
  view.changed((state) => state.projection, look);
  job.state.changed((state) => state.kept, look);
  look();
  // Of another, the answer is on its way.
  return { ofSelection: () => (of === view.get().selection?.words ? found : null) };
}
