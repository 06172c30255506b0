import { UserError } from '../../protocol/errors';
import type { KeptMeasure, MeasuringMethods } from '../../protocol/kept-measures';
import type { Measured } from '../../protocol/measures';
import type { Handlers } from '../../protocol/rpc';
import { RunDirectory } from '../../training/store/run-directory';
import type { Run } from '../run';
import { measureRun } from './measure-run';

/** Measures the run that is open where somebody asks for it, and keeps with it what comes of that. */
export function createMeasuring(
  opened: () => Run,
  onMeasured: (measured: Measured) => void,
): Handlers<MeasuringMethods> {
  return {
    keptMeasures: async () => (await RunDirectory.open(opened().directory)).directory.readMeasures(),
    measure: async ({ only }, signal) => {
      if (opened().isTraining) throw new UserError('measure.whileTraining');
      const { directory: path, record, weights: inUse } = opened().summary();
      const { choice } = inUse;
      const asked = {
        directory: path,
        backend: record.config.backend,
        weights: choice === 'epoch' ? inUse.epoch : choice,
      };
      const { measured, weights, judged, reference, seed } = await measureRun({ ...asked, only }, signal, onMeasured);
      const { epoch, steps } = weights;
      const found = measured.map((one): KeptMeasure => ({ measured: one, epoch, steps, judged, reference, seed }));
      const { directory } = await RunDirectory.open(path);
      return directory.keepMeasures(found);
    },
  };
}
