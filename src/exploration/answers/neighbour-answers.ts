import type { Dataset } from '../../dataset';
import type { InputNeighbours } from '../../protocol/input-neighbours';
import { nearestOfEach } from '../around';
import { indicesOf, setOf } from '../example-set';
import type { ExplorationContext } from '../exploration-context';
import { checkedCode } from '../exploration-context';
import { isThere, placeOf } from '../explored-data';
import { nearestOfEachInput, nearestToCentreOfInputs, nearestToInput, nearestToOther } from '../input-neighbours';
import { inputsOf } from '../inputs';
import { listed, type Neighbour, nearestNeighbours, nearestToCentre } from '../neighbours';
import type { Answers } from './answers';

/** What is near to a code, to examples or to one that is none of the data: by codes, or by what the model is given. */
export function neighbourAnswers(context: ExplorationContext): Answers<'nearest' | 'around' | 'nearestInputs'> {
  const { run } = context;
  const { data } = run;

  /** Those of the examples that are there. */
  async function aroundInputs(of: Int32Array, count: number, place: 'each' | 'centre', signal?: AbortSignal) {
    const inputs = inputsOf(data.dataset);
    const places = of.filter((index) => isThere(data, index)).map((index) => placeOf(data, index));
    const found =
      place === 'each'
        ? await nearestOfEachInput(inputs, places, count, signal)
        : nearestToCentreOfInputs(inputs, places, count).map(({ index }) => index);
    return Array.from(found, (place) => data.kept?.[place] ?? place);
  }

  async function aroundCodes(
    of: Int32Array,
    { count, place, epoch = null }: { count: number; place: 'each' | 'centre'; epoch?: number | null },
    signal?: AbortSignal,
  ) {
    // Its backend computes the products.
    await run.model();
    const { codes } = await run.encodings(epoch);
    return place === 'each'
      ? nearestOfEach(codes, of, count, signal)
      : nearestToCentre(codes, of, of.length > 0 ? count : 0);
  }

  return {
    nearest: ({ z, epoch = null }) =>
      run.showing(epoch, async ({ codes }) => {
        checkedCode(codes, z);
        const [nearest] = nearestNeighbours(codes, z, 1);
        return nearest;
      }),

    async around({ of, by = 'codes', ...wanted }, signal) {
      const indices = indicesOf(of, data.examples);
      const found =
        by === 'data'
          ? await aroundInputs(indices, wanted.count, wanted.place, signal)
          : await aroundCodes(indices, wanted, signal);
      return { examples: setOf(found, data.examples) };
    },

    async nearestInputs({ index }) {
      context.checked([index]);
      return inputNeighbours(context, nearestToInput(inputsOf(data.dataset), placeOf(data, index), listed));
    },
  };
}

/** Of the first of `given`, which are of the data's encoding. */
export function nearestInputsOf(context: ExplorationContext, given: Dataset): InputNeighbours {
  const inputs = inputsOf(context.run.data.dataset);
  return inputNeighbours(context, nearestToOther(inputs, inputsOf(given), listed));
}

function inputNeighbours({ run }: ExplorationContext, found: readonly Neighbour[]): InputNeighbours {
  const { kept, examples } = run.data;
  return {
    neighbours: found.map(({ index, distance }) => ({ index: kept?.[index] ?? index, distance })),
    among: kept?.length ?? examples,
  };
}
