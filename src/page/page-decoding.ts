import { render } from '../dataset/examples/render';
import { codeOf, type DecodedSpace } from '../exploration/decoded-space';
import { numbersOf, swapped } from '../exploration/discrete/code-parts';
import { changesOf, checkSwap, listsOf, partsOf } from '../exploration/discrete/run-codes';
import { runPath } from '../exploration/paths/run-paths';
import { drawFittedGaussian, drawPrior, normalSeed } from '../exploration/prior';
import { type Codes, centre } from '../exploration/projection';
import { runManifold, runTraversals } from '../exploration/traversals/run-traversals';
import { capabilitiesOf } from '../protocol/capabilities';
import { UserError } from '../protocol/errors';
import type { PanelMethods } from '../protocol/panel';
import type { PathPoint } from '../protocol/paths';
import { codebookName, isDiscrete } from '../protocol/posteriors';
import type { Handlers } from '../protocol/rpc';
import type { Projection } from '../protocol/trainer';
import { random } from '../random';
import type { PageContent } from './content';
import { createDecoder } from './decoder';
import { PageNeighbours } from './page-neighbours';
import type { Placements } from './placements';

type Decoding = Pick<PanelMethods, 'decode' | 'samples' | 'path' | 'traversals' | 'manifold'>;
type Choosing = Pick<PanelMethods, 'codeLists' | 'swapCode'>;

/** What a page makes of any code by the decoder that came along, with the weights in use. */
export class PageDecoding {
  /** E[x|z] of codes, n x latent. */
  readonly decode: (codes: Float32Array) => Float32Array;
  private readonly centre: Float64Array;
  private readonly neighbours: PageNeighbours;

  /** @param present The codes of the weights in use. */
  constructor(
    private readonly content: PageContent,
    private readonly placements: Placements,
    private readonly present: Codes,
  ) {
    if (!content.decoder) throw new Error('The decoder did not come along');
    this.decode = createDecoder(content.decoder);
    this.centre = centre(present);
    this.neighbours = new PageNeighbours(present);
  }

  handlers(): Handlers<Decoding> & Partial<Handlers<Choosing>> {
    const { encoding, present: epoch, run } = this.content;
    const { latent, means } = this.present;
    const around = (point: PathPoint | undefined) =>
      point ? codeOf(this.present, this.checked(point)) : Float32Array.from(this.centre);
    const answered: Handlers<Decoding> = {
      decode: ({ position, projection, from, base }) => {
        const own = from === null ? this.centre : means.subarray(from * latent, (from + 1) * latent);
        const z = this.placementBy(projection).codeAt(position, base ?? own);
        return { example: render(this.decode(z), encoding), z, epoch };
      },
      samples: ({ count, seed, projection }) => {
        const { prior } = capabilitiesOf(run.record.config.model);
        const codes = prior ? this.drawPrior(count, seed) : drawFittedGaussian(this.present, count, seed);
        const positions = this.placementBy(projection).place({ latent, means: codes });
        return { examples: render(this.decode(codes), encoding), positions, epoch };
      },
      path: (params, signal) => {
        // A page has no slopes of its decoder.
        if (params.kind === 'geodesic') throw new UserError('page.noGeodesic');
        const neighbours = () => this.neighbours.all(signal);
        return runPath(
          this.spaceBy(params.projection),
          { ...params, points: params.points.map((point) => this.checked(point)) },
          { neighbours, slopeOf: null },
        );
      },
      traversals: (params) => runTraversals(this.spaceBy(params.projection), params, around(params.around)),
      manifold: (params) => runManifold(this.spaceBy(params.projection), params, around(params.around)),
    };
    return isDiscrete(run.record.config.model) ? { ...answered, ...this.choosing() } : answered;
  }

  private choosing(): Handlers<Choosing> {
    const { encoding, present: epoch, run, decoder } = this.content;
    const { config, data } = run.record;
    const parts = partsOf(config.model, data.shape, decoder?.weights[codebookName] ?? null);
    return {
      codeLists: () => ({ epoch, lists: listsOf(parts, this.present.means), parts: parts.count }),
      swapCode: ({ of, part, numbers, projection }) => {
        checkSwap(parts, part, numbers);
        const code = codeOf(this.present, this.checked(of));
        const codes = swapped(parts, code, part, numbers);
        const decoded = this.decode(codes);
        return {
          epoch,
          chosen: numbersOf(parts, code),
          codes,
          positions: this.placementBy(projection).place({ latent: this.present.latent, means: codes }),
          decoded: render(decoded, encoding),
          changes: changesOf(decoded, 1 + numbers.length),
        };
      },
    };
  }

  /** From N(0, I) anew; of another prior some of the draws that came along. */
  private drawPrior(count: number, seed: number): Float32Array {
    const { latent } = this.present;
    const { priorDraws } = this.content;
    if (!priorDraws) return drawPrior(latent, count, seed);
    const next = random(seed, normalSeed);
    const codes = new Float32Array(count * latent);
    for (let i = 0; i < count; i++) {
      const place = next() % (priorDraws.length / latent);
      codes.set(priorDraws.subarray(place * latent, (place + 1) * latent), i * latent);
    }
    return codes;
  }

  private placementBy(projection: Projection) {
    return this.placements.of(this.content.present, this.present, projection).placement;
  }

  private spaceBy(projection: Projection): DecodedSpace {
    const { encoding, present: epoch, run } = this.content;
    return {
      model: run.record.config.model,
      epoch,
      codes: this.present,
      placement: this.placementBy(projection),
      decode: this.decode,
      exclusive: (task) => task(),
      render: (decoded) => render(decoded, encoding),
    };
  }

  /** @throws UserError run.noExample */
  private checked(point: PathPoint): PathPoint {
    const examples = this.present.means.length / this.present.latent;
    if ('example' in point && !(point.example < examples))
      throw new UserError('run.noExample', { index: point.example, examples });
    return point;
  }
}
