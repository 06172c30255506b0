import { formatSentence } from '../protocol/errors';
import { curveInMarks, roundedRate } from '../protocol/rate-curve';
import type { Arguments } from './arguments';
import { startTrainer, unbroken } from './in-process-trainer';
import { say } from './output';
import { printer } from './printer';
import { requestFrom } from './request';

/** Steps of a power of ten that are printed. */
const every = 10;

/** `latent-lens find-rate` */
export async function findRate(args: Arguments): Promise<void> {
  const request = await requestFrom(args);
  const trainer = startTrainer({ backend: ({ fallback }) => fallback && say(`${formatSentence(fallback)}\n`) });
  const { asked, ...curve } = await trainer.findRate({ request }, unbroken);
  const { points, steepest, tenth } = curve;
  const print = printer(args);
  for (const [i, { rate, loss, smoothed }] of points.entries()) {
    if (args.json) print({ event: 'rate', rate, loss, smoothed }, '');
    else if (i % every === 0) print({}, `rate ${rate.toExponential(1)}  loss ${smoothed.toFixed(2)}`);
  }
  const [suggestion, careful] = [tenth, steepest].map((rate) => (rate === null ? null : roundedRate(rate)));
  const words =
    suggestion === null
      ? 'The loss fell at no rate. Look at the data and the model.'
      : `${suggestion}, a tenth of the rate at which the loss is lowest; more carefully ${careful}, where it falls fastest`;
  print(
    { event: 'suggestion', suggestion, steepest: careful, asked },
    `${curveInMarks(curve, 60)}\n${words}; now ${asked}`,
  );
}
