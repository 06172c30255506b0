import * as v from 'valibot';
import { readingTool } from '../tool';

export const listRuns = readingTool({
  name: 'list_runs',
  title: 'List Runs',
  description:
    'Lists the trained and training autoencoders of the workspace, newest first: name, folder, kind of model, size of the latent space, data, status (running, completed, stopped, interrupted, failed), epochs done of all, and the newest loss and ELBO in nats per example.',
  input: v.strictObject({}),
  async run(_, { workspace }) {
    return { data: { runs: await workspace.runs() } };
  },
});
