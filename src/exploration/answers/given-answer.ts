import type { Dataset } from '../../dataset';
import type { Sentence } from '../../protocol/errors';
import type { GivenInspection, GivenParams } from '../../protocol/given';
import type { Standing } from '../../protocol/trainer';
import { usualClass } from '../decoded-classes';
import type { ExplorationContext } from '../exploration-context';
import { takeGiven } from '../given-example';
import { listed, nearestNeighbours } from '../neighbours';
import { standing } from '../support';

/** An example of the data's encoding that is none of them: the first of `given`. */
export function givenAnswer(
  context: ExplorationContext,
  given: Dataset,
  { projection, epoch: wanted = null }: Omit<GivenParams, 'content'>,
): Promise<GivenInspection> {
  return context.run.showing(wanted, async (shown) => {
    const { epoch, codes } = shown;
    const { loss, ...taken } = takeGiven(shown, given);
    const { placement } = await context.placement(epoch, codes, projection);
    const [x, y, z] = placement.place({ latent: codes.latent, means: taken.mean });
    const reference = await context.supportReference(shown);
    return {
      ...taken,
      epoch,
      position: [x, y, z],
      loss: await lossAmong(context, loss, wanted),
      support: reference.about(taken.mean, shown, usualClass(shown.computation, null)),
      neighbours: nearestNeighbours(codes, taken.mean, listed),
      warnings: warningsOf(given),
    };
  });
}

/** How a loss stands among those of the examples trained on; null where these cannot be measured. */
async function lossAmong(
  { run, columns }: ExplorationContext,
  loss: number,
  epoch: number | null,
): Promise<Standing | null> {
  const { data, split } = run;
  if (data.kept !== null) return null;
  const { reconstruction, kl } = await columns.measures(epoch);
  const own = Float64Array.from(split.training, (index) => reconstruction[index] + kl[index]).filter(Number.isFinite);
  return standing(loss, own.sort());
}

/** What is to be said of an example that was given: that there were more, and what its reading said. */
function warningsOf({ summary }: Dataset): readonly Sentence[] {
  const { examples, warnings } = summary;
  return examples > 1 ? [{ code: 'given.several', params: { count: examples } }, ...warnings] : warnings;
}
