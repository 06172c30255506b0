import type { FirstAnswer } from '../protocol/panel';
import { defaultProjection } from '../protocol/projection';
import { presentFrame, type RunSummary } from '../protocol/run';
import type { LatentFrame } from '../protocol/trainer';
import type { RunSession } from './run-session';

/** Answers to what a new page asks at once, as it asks it. */
export interface FirstAnswers {
  /** Those that hold of the run as it now is: of newer points than these the page asks for itself. */
  of(run: RunSummary): readonly FirstAnswer[];
}

export const noAnswers: FirstAnswers = { of: () => [] };

/** Asked for while a page is being loaded. What has no answer it is told when it asks. */
export async function firstAnswers(session: RunSession): Promise<FirstAnswers> {
  try {
    const { record } = await session.ready();
    const trainer = await session.connected();
    const shown = { epoch: null, projection: defaultProjection(record.config.model.latent) };
    const { label } = record.data;
    const [points, selections, labels] = await Promise.all([
      orNothing(trainer.call('latents', shown)),
      orNothing(trainer.call('selections', {})),
      label === undefined ? undefined : orNothing(trainer.call('column', { name: label })),
    ]);
    return {
      of: (run) => [
        ...answered('latents', shown, isNewest(points, run) ? points : undefined),
        ...answered('selections', {}, selections),
        ...answered('column', { name: label }, labels),
      ],
    };
  } catch {
    return noAnswers;
  }
}

function isNewest(points: LatentFrame | undefined, run: RunSummary): boolean {
  return points?.epoch === presentFrame(run);
}

function answered(method: FirstAnswer['method'], params: unknown, answer: unknown): readonly FirstAnswer[] {
  return answer === undefined ? [] : [{ method, params, answer }];
}

function orNothing<T>(answer: Promise<T>): Promise<T | undefined> {
  return answer.catch(() => undefined);
}
