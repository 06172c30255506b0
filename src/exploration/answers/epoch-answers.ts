import { ofOwnLibrary, render } from '../../dataset';
import { gatherRows } from '../../training/batches';
import { drawClasses } from '../decoded-classes';
import type { ExplorationContext } from '../exploration-context';
import { placeOf } from '../explored-data';
import { drawFittedGaussian } from '../prior';
import { drawFromPrior } from '../prior-draws';
import type { Answers } from './answers';

/** How the model got on: the same questions by the weights of one epoch after another. */
export function epochAnswers(context: ExplorationContext): Answers<'byEpoch'> {
  const { run } = context;
  const { dataset } = run.data;
  return {
    byEpoch({ indices, draws, seed, epoch: wanted = null }) {
      context.checked(indices);
      const places = Int32Array.from(indices, (index) => placeOf(run.data, index));
      return run.showing(wanted, ({ model, computation, epoch, codes, weights }) =>
        weights.exclusive(async () => {
          const means = computation.decode(computation.encode(places).means, computation.classify(places));
          const drawn = run.capabilities.prior
            ? drawFromPrior(model, draws, seed)
            : drawFittedGaussian(codes, draws, seed);
          return {
            epoch,
            reconstructions: render(
              ofOwnLibrary(means, gatherRows(dataset, places), dataset.encoding),
              dataset.encoding,
            ),
            samples: context.decoded(computation, drawn, drawClasses(computation, draws, seed)),
          };
        }),
      );
    },
  };
}
