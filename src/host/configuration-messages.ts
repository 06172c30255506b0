import * as v from 'valibot';
import { DataConfig, RunRequest } from '../protocol/config';
import type { ConfigureMethods } from '../protocol/configure';
import type { ParamsSchemas } from './webview-messages';

const nothing = v.strictObject({});

/** What each method of the page to configure a training accepts. */
export const configureParams: ParamsSchemas<ConfigureMethods> = {
  start: nothing,
  describe: v.strictObject({ data: DataConfig }),
  preview: v.strictObject({ data: DataConfig }),
  chooseData: nothing,
  train: v.strictObject({ request: RunRequest }),
  findRate: v.strictObject({ request: RunRequest }),
  save: v.strictObject({ request: RunRequest }),
  showLog: nothing,
};

const State = v.object({ request: RunRequest, file: v.nullable(v.string()), folder: v.string() });
export type ConfigurationState = v.InferOutput<typeof State>;

/** What a page left with the editor; undefined where that cannot be read. */
export function readConfigurationState(state: unknown): ConfigurationState | undefined {
  const result = v.safeParse(State, state);
  return result.success ? result.output : undefined;
}
