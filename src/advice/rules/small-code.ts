import { figure, type Rule } from '../advice';
import { type Evidence, measuredValue } from '../evidence';

/** A dimension that carries so many nats has something to say: sigma is about a third of the prior's. */
const busy = 1;

/** Every latent dimension is in use, and none of them is idle: the KL of the least is above one nat. */
export const smallCode: Rule = {
  why: 'advice.smallCodeWhy',
  source: 'Burda et al. 2016, section 5.2; Alemi et al. 2018, section 3',
  judge(evidence) {
    const { latent } = evidence.config.model;
    const kl = klOf(evidence);
    if (kl.length !== latent) return null;
    const least = kl.reduce((a, b) => Math.min(a, b));
    if (least < busy) return null;
    return {
      sentence: { code: 'advice.smallCode', params: { latent, least: figure(least) } },
      changes: [{ setting: 'model.latent', from: String(latent), to: String(2 * latent) }],
    };
  },
};

/** Of each dimension, nats: as it is measured, else as it was after the last epoch. */
function klOf(evidence: Evidence): readonly number[] {
  const { latent } = evidence.config.model;
  const measured = Array.from({ length: latent }, (_, j) => measuredValue(evidence, 'kl', `z${j + 1}`)?.value);
  if (measured.every((value) => value !== undefined)) return measured as readonly number[];
  return evidence.history.at(-1)?.klDimensions ?? [];
}
