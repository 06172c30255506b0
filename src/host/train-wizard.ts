import * as vscode from 'vscode';
import type { Aim } from '../families';
import type { FamilyName, ModelConfig, PresetName, RunRequest, TrainingConfig } from '../protocol/config';
import { presetsFor, resolveConfig } from '../protocol/presets';
import type { OpenConfiguration } from './configurations';
import type { DataPicker, PickedData } from './data-picker';
import { chooseAim, chooseFamily } from './family-steps';
import { type Choice, heading, type Place, pickOne } from './quick-input';
import { type Answer, back, mapAnswer, runSteps, type Step } from './steps';

type ModelKind = ModelConfig['kind'];

interface WizardState {
  readonly picked?: PickedData;
  readonly request?: RunRequest;
  readonly customise: boolean;
  /** A model is looked for by what it is wanted for. */
  readonly guided?: boolean;
  readonly aim?: Aim;
}

/** Asks for what a run needs: the data and a preset. The rest is changed on a page, by whoever wants to. */
export class TrainWizard {
  constructor(
    private readonly data: DataPicker,
    private readonly configure: OpenConfiguration,
  ) {}

  /**
   * Undefined where a person gave up, or goes on with the page.
   * @param picked The data, where they are known already.
   */
  async ask(model: ModelKind, picked?: PickedData): Promise<RunRequest | undefined> {
    const start = picked === undefined ? 0 : 1;
    const initial = { ...(picked && { picked }), customise: false };
    const state = await runSteps<WizardState>(initial, (position, state) =>
      this.stepAt(position + start, position > 0, model, state),
    );
    if (!state?.request) return undefined;
    if (state.picked) this.data.used(state.picked);
    if (!state.customise) return state.request;
    this.configure(state.request);
    return undefined;
  }

  private stepAt(
    index: number,
    canGoBack: boolean,
    model: ModelKind,
    { guided, picked }: WizardState,
  ): Step<WizardState> | undefined {
    const title = model === 'vae' ? vscode.l10n.t('Train VAE') : vscode.l10n.t('Train Autoencoder');
    const place: Place = { title, step: index + 1, totalSteps: index < 2 ? 2 : 4, canGoBack };
    switch (index) {
      case 0:
        return async () => mapAnswer(await this.data.pick(place), (picked) => ({ picked, customise: false }));
      case 1:
        return ({ picked }) => (picked ? choosePreset(place, model, picked) : Promise.resolve(back));
      default:
        return guided && picked ? guidedStep(index, place, picked) : undefined;
    }
  }
}

/** The steps of who asks for a model by what it is wanted for: after those that everybody takes. */
function guidedStep(index: number, place: Place, picked: PickedData): Step<WizardState> | undefined {
  const { kind } = picked.summary;
  if (index === 2) return async (state) => mapAnswer(await chooseAim(place, kind), (aim) => ({ ...state, aim }));
  if (index === 3)
    return async (state) =>
      state.aim
        ? mapAnswer(await chooseFamily(place, state.aim, kind), (family) => ({
            ...state,
            request: requestOfFamily(picked, family),
          }))
        : back;
  return undefined;
}

function requestOfFamily({ data, summary }: PickedData, family: FamilyName): RunRequest {
  return { data: asWritten(data), preset: presetsFor(summary)[0], family };
}

function requestFor(model: ModelKind, { data }: PickedData, preset: PresetName): RunRequest {
  return { data: asWritten(data), preset, model: { kind: model } };
}

/** A source that nothing is said about is its path alone. */
function asWritten(data: PickedData['data']): RunRequest['data'] {
  return Object.keys(data).length === 1 ? data.source : data;
}

async function choosePreset(place: Place, model: ModelKind, picked: PickedData): Promise<Answer<WizardState>> {
  const [customise, guided] = ['customise', 'guided'] as const;
  const answer = await pickOne<PresetName | typeof customise | typeof guided>({
    ...place,
    placeholder: vscode.l10n.t('Which model for {0}?', picked.name),
    choices: [
      ...presetChoices(model, picked),
      heading(''),
      {
        label: `$(lightbulb) ${vscode.l10n.t('What Do You Want?')}`,
        description: vscode.l10n.t('models of the literature, by what they are good for'),
        value: guided,
      },
      {
        label: `$(settings) ${vscode.l10n.t('Customise…')}`,
        description: vscode.l10n.t('all settings on one page, with the network that they make'),
        value: customise,
      },
    ],
  });
  return mapAnswer(answer, (value) => {
    if (value === guided) return { picked, customise: false, guided: true };
    const preset = value === customise ? presetsFor(picked.summary)[0] : value;
    return { picked, request: requestFor(model, picked, preset), customise: value === customise };
  });
}

function presetChoices(model: ModelKind, picked: PickedData): Choice<PresetName>[] {
  const labels: Readonly<Record<PresetName, string>> = {
    explore: `$(compass) ${vscode.l10n.t('Explore')}`,
    classic: `$(book) ${vscode.l10n.t('Classic')}`,
    conv: `$(layers) ${vscode.l10n.t('Convolutional')}`,
    photos: `$(device-camera) ${vscode.l10n.t('Photos')}`,
    text: `$(file-text) ${vscode.l10n.t('Text')}`,
    writing: `$(edit) ${vscode.l10n.t('Writing')}`,
  };
  const details: Readonly<Record<PresetName, string>> = {
    explore: vscode.l10n.t('Few latent dimensions, so that the 3-D view shows the whole latent space.'),
    classic: vscode.l10n.t('The model of the tutorials: better reconstructions, seen through principal components.'),
    conv: vscode.l10n.t(
      'Sees neighbouring pixels together: better reconstructions than dense layers, and slower to train.',
    ),
    photos: vscode.l10n.t(
      'Begins at the principal components and goes on from there: photos that one recognises, also where there are few.',
    ),
    text: vscode.l10n.t(
      'Sees neighbouring characters together: readable reconstructions, seen through principal components.',
    ),
    writing: vscode.l10n.t(
      'Writes character by character: new text reads as text, and codes say a little of what it is.',
    ),
  };
  return presetsFor(picked.summary).map((preset) => {
    const { model: network, training } = resolveConfig(requestFor(model, picked, preset), picked.summary);
    const { architecture, hidden, latent } = network;
    return {
      label: labels[preset],
      description: vscode.l10n.t(
        '{0}, {1} latent dimensions, {2}',
        layersInWords(architecture, hidden.join('-')),
        latent,
        lengthInWords(training),
      ),
      detail: details[preset],
      value: preset,
    };
  });
}

function layersInWords(architecture: ModelConfig['architecture'], widths: string): string {
  if (architecture === 'conv') return vscode.l10n.t('convolutions {0}', widths);
  if (architecture === 'transformer') return vscode.l10n.t('transformer blocks {0}', widths);
  return vscode.l10n.t('dense layers {0}', widths);
}

function lengthInWords({ epochs, passes = 1 }: TrainingConfig): string {
  return passes === 1
    ? vscode.l10n.t('{0} epochs', epochs)
    : vscode.l10n.t('{0} epochs of {1} passes over the data', epochs, passes);
}
