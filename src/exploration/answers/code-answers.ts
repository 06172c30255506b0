import { drawClasses } from '../decoded-classes';
import { indicesOf } from '../example-set';
import { checkedCode, type ExplorationContext } from '../exploration-context';
import { latentMoments } from '../latent-moments';
import { drawFittedGaussian } from '../prior';
import { drawFromPrior } from '../prior-draws';
import { trailsOf } from '../trails';
import type { Answers } from './answers';

/** Where codes are, and what the decoder makes of any place. */
export function codeAnswers(
  context: ExplorationContext,
): Answers<'latents' | 'trails' | 'decode' | 'support' | 'latentMoments' | 'samples'> {
  const { run } = context;
  const { examples } = run.data;

  const latents: Answers<'latents'>['latents'] = async ({ epoch, projection }) => {
    const { epoch: shown, codes } = await run.encodings(epoch);
    const { placement, layout } = await context.placement(shown, codes, projection);
    return { epoch: shown, positions: placement.place(codes), axes: placement.axes, ...(layout && { layout }) };
  };

  return {
    latents,

    trails({ of, epochs, projection }, signal) {
      const placesAt = async (epoch: number) => (await latents({ epoch, projection })).positions;
      return trailsOf({ of, epochs }, examples, placesAt, signal);
    },

    async decode({ position, projection, from, base: given, ofClass = null, temperature, epoch: wanted = null }) {
      if (from !== null) context.checked([from]);
      return run.showing(wanted, async ({ computation, epoch, codes }) => {
        const { latent, means } = codes;
        if (given) checkedCode(codes, given);
        const own = from === null ? context.centre(codes) : means.subarray(from * latent, (from + 1) * latent);
        const { placement } = await context.placement(epoch, codes, projection);
        const z = placement.codeAt(position, given ?? own);
        const classes = context.classOf(computation, ofClass, from);
        return { example: context.decoded(computation, z, classes, temperature), z, epoch };
      });
    },

    async support({ z, from, ofClass = null, epoch: wanted = null }) {
      if (from !== null) context.checked([from]);
      return run.showing(wanted, async (shown) => {
        const { computation, epoch, codes } = shown;
        checkedCode(codes, z);
        const reference = await context.supportReference(shown);
        return { epoch, ...reference.about(z, shown, context.classOf(computation, ofClass, from)) };
      });
    },

    async latentMoments({ of, epoch = null }) {
      const { epoch: shown, codes } = await run.encodings(epoch);
      return { epoch: shown, ...latentMoments(codes, indicesOf(of, examples)) };
    },

    samples: ({ count, seed, projection, ofClass = null, temperature, epoch: wanted = null }) =>
      run.showing(wanted, async ({ model, computation, epoch, codes, weights }) => {
        const { latent } = codes;
        const means = run.capabilities.prior
          ? await weights.exclusive(async () => drawFromPrior(model, count, seed))
          : drawFittedGaussian(codes, count, seed);
        const { placement } = await context.placement(epoch, codes, projection);
        const positions = placement.place({ latent, means });
        const classes = ofClass === null ? drawClasses(computation, count, seed) : new Int32Array(count).fill(ofClass);
        return { examples: context.decoded(computation, means, classes, temperature), positions, epoch };
      }),
  };
}
