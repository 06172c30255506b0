import { render } from '../../dataset';
import { codeOf } from '../decoded-space';
import { numbersOf, swapped } from '../discrete/code-parts';
import { changesOf, checkSwap, listsOf, partsOf } from '../discrete/run-codes';
import type { ExplorationContext } from '../exploration-context';
import type { ShownModel } from '../explored-run';
import type { Answers } from './answers';

/** Codes that are chosen from lists: how often each, and what another one does. */
export function discreteAnswers(context: ExplorationContext): Answers<'codeLists' | 'swapCode'> {
  const { run } = context;
  const { encoding, summary } = run.data.dataset;
  const partsBy = ({ model }: ShownModel) =>
    partsOf(model.config, summary.shape, model.discrete?.codebook?.values() ?? null);
  return {
    codeLists: ({ epoch: wanted = null }) =>
      run.showing(wanted, async (shown) => {
        const parts = await shown.weights.exclusive(async () => partsBy(shown));
        return { epoch: shown.epoch, lists: listsOf(parts, shown.codes.means), parts: parts.count };
      }),

    async swapCode({ of, part, numbers, projection, ofClass = null, epoch: wanted = null }) {
      const example = 'example' in of ? of.example : null;
      if (example !== null) context.checked([example]);
      return run.showing(wanted, async (shown) => {
        const { computation, epoch, codes: all, weights } = shown;
        const { placement } = await context.placement(epoch, all, projection);
        const [own] = computation.classes ? (context.classOf(computation, ofClass, example) ?? []) : [];
        return weights.exclusive(async () => {
          const parts = partsBy(shown);
          checkSwap(parts, part, numbers);
          const code = codeOf(all, of);
          const codes = swapped(parts, code, part, numbers);
          const rows = 1 + numbers.length;
          const classes = own === undefined ? undefined : new Int32Array(rows).fill(own);
          const decoded = computation.decode(codes, classes);
          return {
            epoch,
            chosen: numbersOf(parts, code),
            codes,
            positions: placement.place({ latent: all.latent, means: codes }),
            decoded: render(decoded, encoding),
            changes: changesOf(decoded, rows),
          };
        });
      });
    },
  };
}
