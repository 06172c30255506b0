import { verdictOn } from '../../protocol/learning-curve';
import type { Rule } from '../advice';

/** The second half of the training still brought a good part of all that it brought. */
export const underTrained: Rule = {
  why: 'advice.underTrainedWhy',
  judge({ history, config, data, status }) {
    const sentence = status === 'running' ? null : verdictOn(history, config, data);
    if (!sentence) return null;
    const { epochs } = config.training;
    return { sentence, changes: [{ setting: 'training.epochs', from: String(epochs), to: String(2 * epochs) }] };
  },
};
