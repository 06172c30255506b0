import * as v from 'valibot';
import { readRun } from '../../host/run-listing';
import { UserError } from '../../protocol/errors';
import { writingTool } from '../tool';
import { Run } from './common';

export const stopTraining = writingTool({
  name: 'stop_training',
  title: 'Stop Training',
  description:
    'Ends a training that the tool train has begun, after the step under way. Everything is kept, and the run can be resumed.',
  input: v.strictObject({ run: Run }),
  intent: ({ run }) => ({ code: 'tool.stops', params: { run } }),
  async run({ run }, { workspace, trainings }) {
    const directory = await workspace.run(run);
    const training = trainings.all.find((one) => one.directory === directory);
    if (!training) throw new UserError('tool.notTraining', { run });
    await training.stop();
    await training.ended;
    return { data: { run: await readRun(directory) } };
  },
});
