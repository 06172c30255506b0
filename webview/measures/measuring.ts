import type { KeptMeasure } from '../../src/protocol/kept-measures';
import { type MeasureGroup, type MeasureName, meantMeasures } from '../../src/protocol/measures';
import type { Panel } from '../panel';
import { createStore } from '../state/store';

/** What is being measured: which, and how many of them are done. */
export interface Running {
  readonly names: readonly MeasureName[];
  readonly done: number;
}

export interface Measuring {
  /** Null before it is known. */
  readonly kept: readonly KeptMeasure[] | null;
  readonly running: Running | null;
}

/** Asks for measures, one call at a time, and tells how far it is. */
export class MeasuringJob {
  readonly state = createStore<Measuring>({ kept: null, running: null });
  private controller = new AbortController();

  constructor(private readonly panel: Pick<Panel, 'host' | 'fail'>) {
    panel.host.on('measured', ({ measure }) => {
      const { running } = this.state.get();
      // It may be another panel of the same run that measures.
      if (running?.names.includes(measure)) this.state.set({ running: { ...running, done: running.done + 1 } });
    });
  }

  /** Reads what is kept with the run. */
  async load(): Promise<void> {
    try {
      this.state.set({ kept: await this.panel.host.call('keptMeasures', {}) });
    } catch (error) {
      this.panel.fail(error);
    }
  }

  /** Answers whether all was measured. */
  async start(only: readonly (MeasureName | MeasureGroup)[]): Promise<boolean> {
    if (this.state.get().running) return false;
    this.controller = new AbortController();
    this.state.set({ running: { names: meantMeasures(only), done: 0 } });
    try {
      this.state.set({ kept: await this.panel.host.call('measure', { only }, this.controller.signal) });
      return true;
    } catch (error) {
      this.panel.fail(error);
      return false;
    } finally {
      this.state.set({ running: null });
    }
  }

  cancel(): void {
    this.controller.abort();
  }
}
