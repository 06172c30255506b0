import * as v from 'valibot';
import { exists } from '../../data-path';
import { readRun } from '../../host/run-listing';
import { FamilyName, PresetName } from '../../protocol/config';
import { inEnglish } from '../../protocol/problems';
import { checkRequest, resolvePaths } from '../../request';
import { writingTool } from '../tool';
import { optionally, Source, wholeNumber } from './common';

const usualWait = 60;
const longestWait = 3600;

const Input = v.strictObject({
  data: Source,
  name: optionally(v.string(), 'What to call the run.'),
  preset: optionally(PresetName, 'Settings to begin with.'),
  family: optionally(FamilyName, 'The kind of model.'),
  latent: optionally(wholeNumber(1, 4096), 'Dimensions of the latent space.'),
  epochs: optionally(wholeNumber(1, 100_000), 'How often to go through the data.'),
  seed: optionally(wholeNumber(0, 2 ** 31 - 1), 'Same seed, same run.'),
  settings: optionally(
    v.record(v.string(), v.unknown()),
    'More settings, as a *.latent.json file has them: {"data": {"labels": "y"}, "model": {"hidden": [256]}, "training": {"batchSize": 64}}.',
  ),
  wait_seconds: optionally(
    wholeNumber(0, longestWait),
    `How long to wait for the end of training; ${usualWait} without it.`,
  ),
});
type Input = Readonly<v.InferOutput<typeof Input>>;

export const train = writingTool({
  name: 'train',
  title: 'Train an Autoencoder',
  description:
    'Trains an autoencoder or variational autoencoder on a data set of the workspace, on this machine, and keeps it as a run. Begins with sensible settings of a preset (explore: a small latent space to look at; classic: as in the papers) for the kind of data; family names another model (vae, ae, beta-vae, iwae, vq-vae, …); settings takes anything else of a *.latent.json file. Answers when training is over or after wait_seconds, with the run, its status and its newest loss; a run that still trains then goes on, and list_runs tells how far it is. One at a time.',
  input: Input,
  intent: ({ data, family = 'vae' }) => ({ code: 'tool.trains', params: { data, family } }),
  async run({ wait_seconds = usualWait, ...asked }, { workspace, trainings }, signal) {
    const request = await resolvePaths(
      checkRequest(merged(asked), 'The request', inEnglish),
      workspace.folders[0] ?? '.',
      exists,
    );
    const { data, from } = request;
    const config = typeof data === 'string' ? { source: data } : data;
    await workspace.data(config.source);
    await workspace.allInside(config);
    if (from !== undefined) await workspace.inside(from.replace(/@[^@/\\]*$/, ''));
    const training = await trainings.begin(request, signal);
    await Promise.race([training.ended, after(1000 * wait_seconds, signal)]);
    return { data: { run: await readRun(training.directory) } };
  },
});

/** What is named by itself goes before what the settings say. */
function merged({
  data,
  name,
  preset,
  family,
  latent,
  epochs,
  seed,
  settings = {},
}: Omit<Input, 'wait_seconds'>): object {
  const part = (key: string) => {
    const value = settings[key];
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  };
  return {
    ...settings,
    data: { ...part('data'), source: data },
    ...(name !== undefined && { name }),
    ...(preset !== undefined && { preset }),
    ...(family !== undefined && { family }),
    ...(latent !== undefined && { model: { ...part('model'), latent } }),
    ...((epochs !== undefined || seed !== undefined) && {
      training: { ...part('training'), ...(epochs !== undefined && { epochs }), ...(seed !== undefined && { seed }) },
    }),
  };
}

/** Whoever calls it off waits no longer. */
function after(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
