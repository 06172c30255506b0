import type { RunRequest } from '../protocol/config';
import type { ResumeParams } from '../protocol/trainer';
import type { LatentPanels } from './latent-panels';
import type { RunSessions } from './run-sessions';
import type { Settings } from './settings';
import { resumeOrTakeOver } from './take-over';

/** Starts runs and takes them up again, each with its panel in view. */
export class RunLauncher {
  constructor(
    private readonly settings: Settings,
    private readonly sessions: RunSessions,
    private readonly panels: LatentPanels,
  ) {}

  /** Settles with the run's folder once it trains. @throws UserError when it cannot begin; no panel is left then. */
  async start(request: RunRequest): Promise<string> {
    const asked = typeof request.data === 'string' ? { source: request.data } : request.data;
    const data = this.settings.bounded(asked);
    const complete = { ...request, data, backend: request.backend ?? this.settings.backend };
    const session = this.sessions.train(complete, this.settings.runPlaces(asked.source));
    this.panels.show(session, 'space');
    try {
      return (await session.ready()).directory;
    } catch (error) {
      this.panels.close(session);
      throw error;
    }
  }

  /** @throws UserError when the run cannot be opened or go on. */
  async resume(directory: string, params: ResumeParams = {}): Promise<void> {
    const session = this.panels.open(directory, 'space');
    await session.ready();
    await resumeOrTakeOver(session, params);
  }
}
