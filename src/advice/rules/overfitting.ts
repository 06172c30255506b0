import { type Finding, figure, type Rule, withError } from '../advice';
import { type Evidence, errorsApart, measuredValue, placesOf } from '../evidence';

/** What counts as clear for each number of an example, nats: 1.6 for an image of MNIST. */
const clearNats = 0.002;
/** So many standard errors are no chance. */
const clearErrors = 3;
/** Of the loss itself, less than this share is no matter. */
const clearShare = 0.02;
/** The held-out loss may go up and down for an epoch or two. */
const leastEpochs = 3;

/**
 * The loss of held-out examples is above that of the ones trained on, clearly so and beyond its standard error, while it has
 * risen again since its best epoch.
 */
export const overfitting: Rule = {
  why: 'advice.overfittingWhy',
  source: 'Goodfellow et al. 2016, Deep Learning, sections 5.2 and 7.8',
  judge: (evidence) => byCurve(evidence) ?? byGap(evidence),
};

function byCurve(evidence: Evidence): Finding | null {
  const { history, config } = evidence;
  const losses = history.map(({ validation }) => validation?.loss ?? Number.NaN);
  const last = losses.length - 1;
  const first = Math.ceil(config.objective.warmUpEpochs);
  if (last < first || losses.slice(first).some(Number.isNaN)) return null;
  let best = first;
  for (let epoch = first; epoch <= last; epoch++) if (losses[epoch] < losses[best]) best = epoch;
  const risen = losses[last] - losses[best];
  if (
    last - best < leastEpochs ||
    risen < clearNats * placesOf(evidence) ||
    risen < clearShare * Math.abs(losses[best])
  )
    return null;
  const params = { epoch: best + 1, loss: figure(losses[best]), last: figure(losses[last]) };
  return { sentence: { code: 'advice.overfittingCurve', params }, changes: changesOf(evidence, best + 1) };
}

function byGap(evidence: Evidence): Finding | null {
  const gap = measuredValue(evidence, 'generalisation-gap');
  const loss = evidence.history.at(-1)?.loss;
  if (!gap || loss === undefined) return null;
  const isClear = gap.value > clearNats * placesOf(evidence) && gap.value > 0.1 * Math.abs(loss);
  if (!isClear || errorsApart(gap, { value: 0, error: 0 }) < clearErrors) return null;
  return {
    sentence: { code: 'advice.overfittingGap', params: { gap: withError(gap) } },
    changes: changesOf(evidence, null),
  };
}

function changesOf({ config: { training, model } }: Evidence, best: number | null): Finding['changes'] {
  const { patience, epochs } = training;
  const halved = model.hidden.map((units) => Math.max(1, Math.round(units / 2)));
  return [
    ...(patience === 0 ? [{ setting: 'training.patience', from: '0', to: '5' }] : []),
    ...(best === null ? [] : [{ setting: 'training.epochs', from: String(epochs), to: String(best) }]),
    ...(halved.length > 0
      ? [{ setting: 'model.hidden', from: JSON.stringify(model.hidden), to: JSON.stringify(halved) }]
      : []),
  ];
}
