import type { FirstAnswer } from '../protocol/panel';
import { defaultProjection } from '../protocol/projection';
import type { RunSession } from './run-session';

/** What a new page asks at once, as it asks it, answered while it is being loaded. What has no answer it is told when it asks. */
export async function firstAnswers(session: RunSession): Promise<readonly FirstAnswer[]> {
  try {
    const { record } = await session.ready();
    const trainer = await session.connected();
    const projection = defaultProjection(record.config.model.latent);
    const { label } = record.data;
    const answers = await Promise.all([
      answered('latents', { epoch: null, projection }, (params) => trainer.call('latents', params)),
      answered('selections', {}, (params) => trainer.call('selections', params)),
      label === undefined ? [] : answered('column', { name: label }, (params) => trainer.call('column', params)),
    ]);
    return answers.flat();
  } catch {
    return [];
  }
}

async function answered<P>(
  method: FirstAnswer['method'],
  params: P,
  ask: (params: P) => Promise<unknown>,
): Promise<readonly FirstAnswer[]> {
  return ask(params).then(
    (answer) => [{ method, params, answer }],
    () => [],
  );
}
