import { collapseOf } from '../../protocol/collapse';
import type { Change, Rule } from '../advice';

/** Nats of each dimension that cost nothing, as Kingma et al. 2016 tried them. */
const freeBits = 0.25;

/** The posterior is the prior, in all dimensions or in most: Var_x(E[z|x]) <= 0.01 in each of the last three epochs. */
export const collapse: Rule = {
  why: 'advice.collapseWhy',
  source: 'Bowman et al. 2016, section 3; Kingma et al. 2016, appendix C.8; Lucas et al. 2019',
  judge({ history, config }) {
    const sentence = collapseOf(history, config);
    if (!sentence) return null;
    const { warmUpEpochs, freeBits: free, beta } = config.objective;
    const warmUp = Math.max(1, Math.round(config.training.epochs / 2));
    const changes: readonly (Change | null)[] = [
      beta > 1 ? { setting: 'objective.beta', from: String(beta), to: '1' } : null,
      warmUpEpochs < warmUp
        ? { setting: 'objective.warmUpEpochs', from: String(warmUpEpochs), to: String(warmUp) }
        : null,
      free < freeBits ? { setting: 'objective.freeBits', from: String(free), to: String(freeBits) } : null,
    ];
    return { sentence, changes: changes.filter((change) => change !== null) };
  },
};
