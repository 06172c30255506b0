import * as vscode from 'vscode';
import type { PresetName, RunRequest, TrainingConfig } from '../protocol/config';
import type { ColumnInfo } from '../protocol/data';
import { presetsFor, resolveConfig } from '../protocol/presets';
import type { DataPicker, PickedData } from './data-picker';
import { type Choice, heading, type Place, pickMany, pickOne, typeText } from './quick-input';
import { withName } from './run-name';
import { type Answer, back, mapAnswer, runSteps, type Step } from './steps';
import { choosable, featuresOf, labelOf, withFeatures, withLabel } from './wizard-columns';
import { currentText, type FieldName, likelihoodsFor, questionsFor, withAnswer } from './wizard-fields';

type ModelKind = 'vae' | 'ae';

interface WizardState {
  readonly picked?: PickedData;
  readonly request?: RunRequest;
  readonly customise: boolean;
}

/** A state in which the data are known. */
type Settled = Required<WizardState>;

/** Asks for what a run needs: the data and a preset, and for the rest only whoever wants to be asked. */
export class TrainWizard {
  constructor(private readonly data: DataPicker) {}

  /** @param picked The data, where they are known already. */
  async ask(model: ModelKind, picked?: PickedData): Promise<RunRequest | undefined> {
    const start = picked === undefined ? 0 : 1;
    const state = await runSteps<WizardState>({ ...(picked && { picked }), customise: false }, (position, current) =>
      this.stepAt(position + start, position > 0, model, current),
    );
    if (state?.request && state.picked) await this.data.used(state.picked);
    return state?.request && withName(state.request, state.picked?.name);
  }

  private stepAt(
    index: number,
    canGoBack: boolean,
    model: ModelKind,
    state: WizardState,
  ): Step<WizardState> | undefined {
    const title = model === 'vae' ? vscode.l10n.t('Train VAE') : vscode.l10n.t('Train Autoencoder');
    const settled =
      state.request && state.picked ? { ...state, request: state.request, picked: state.picked } : undefined;
    const questions = settled?.customise ? questionsFor(settled.request, settled.picked.summary) : [];
    const totalSteps = settled?.customise ? 3 + questions.length : 2;
    const place: Place = { title, step: index + 1, totalSteps, canGoBack };
    if (index === 0)
      return async () => mapAnswer(await this.data.pick(place), (picked) => ({ picked, customise: false }));
    if (index === 1) return ({ picked }) => (picked ? choosePreset(place, model, picked) : Promise.resolve(back));
    if (!settled?.customise) return undefined;
    if (index === 2) return () => chooseBase(place, settled);
    const question = questions[index - 3];
    if (question === 'label') return () => askLabel(place, settled);
    if (question === 'features') return () => askFeatures(place, settled);
    return question && (() => askField(place, question, settled));
  }
}

function requestFor(model: ModelKind, { data }: PickedData, preset: PresetName): RunRequest {
  const plain = Object.keys(data).length === 1;
  return { data: plain ? data.source : data, preset, model: { kind: model } };
}

async function choosePreset(place: Place, model: ModelKind, picked: PickedData): Promise<Answer<WizardState>> {
  const customise = 'customise';
  const answer = await pickOne<PresetName | typeof customise>({
    ...place,
    placeholder: vscode.l10n.t('Which model for {0}?', picked.name),
    choices: [
      ...presetChoices(model, picked),
      heading(''),
      {
        label: `$(settings) ${vscode.l10n.t('Customise…')}`,
        description: vscode.l10n.t('start from one of these and change what you like'),
        value: customise,
      },
    ],
  });
  return mapAnswer(answer, (value) => {
    const preset = value === customise ? presetsFor(picked.summary)[0] : value;
    return { picked, request: requestFor(model, picked, preset), customise: value === customise };
  });
}

async function chooseBase(place: Place, state: Settled): Promise<Answer<WizardState>> {
  const model = state.request.model?.kind ?? 'vae';
  const answer = await pickOne({
    ...place,
    placeholder: vscode.l10n.t('Start from which model?'),
    choices: presetChoices(model, state.picked),
  });
  return mapAnswer(answer, (preset) => ({ ...state, request: requestFor(model, state.picked, preset) }));
}

function presetChoices(model: ModelKind, picked: PickedData): Choice<PresetName>[] {
  const labels: Readonly<Record<PresetName, string>> = {
    explore: `$(compass) ${vscode.l10n.t('Explore')}`,
    classic: `$(book) ${vscode.l10n.t('Classic')}`,
    conv: `$(layers) ${vscode.l10n.t('Convolutional')}`,
    photos: `$(device-camera) ${vscode.l10n.t('Photos')}`,
    text: `$(file-text) ${vscode.l10n.t('Text')}`,
  };
  const details: Readonly<Record<PresetName, string>> = {
    explore: vscode.l10n.t('Few latent dimensions, so that the 3-D view shows the whole latent space.'),
    classic: vscode.l10n.t('The model of the tutorials: better reconstructions, seen through principal components.'),
    conv: vscode.l10n.t(
      'Sees neighbouring pixels together: better reconstructions than dense layers, and slower to train.',
    ),
    photos: vscode.l10n.t(
      'Begins at the principal components and goes on from there: the best reconstructions, also of few images.',
    ),
    text: vscode.l10n.t(
      'Sees neighbouring characters together: readable reconstructions, seen through principal components.',
    ),
  };
  return presetsFor(picked.summary).map((preset) => {
    const { model: network, training } = resolveConfig(requestFor(model, picked, preset), picked.summary);
    const { architecture, hidden, latent } = network;
    const widths = hidden.join('-');
    const layers =
      architecture === 'conv' ? vscode.l10n.t('convolutions {0}', widths) : vscode.l10n.t('dense layers {0}', widths);
    return {
      label: labels[preset],
      description: vscode.l10n.t('{0}, {1} latent dimensions, {2}', layers, latent, lengthInWords(training)),
      detail: details[preset],
      value: preset,
    };
  });
}

function lengthInWords({ epochs, passes = 1 }: TrainingConfig): string {
  return passes === 1
    ? vscode.l10n.t('{0} epochs', epochs)
    : vscode.l10n.t('{0} epochs of {1} passes over the data', epochs, passes);
}

async function askLabel(place: Place, state: Settled): Promise<Answer<WizardState>> {
  const { request, picked } = state;
  const { columns } = picked.summary;
  const none = '';
  const answer = await pickOne({
    ...place,
    placeholder: vscode.l10n.t('Which column labels the rows?'),
    choices: [
      { label: vscode.l10n.t('No column'), value: none },
      heading(''),
      ...columns.map((column) => ({ label: column.name, description: columnDescription(column), value: column.name })),
    ],
    active: labelOf(request, picked.summary) ?? none,
  });
  return mapAnswer(answer, (name) => ({ ...state, request: withLabel(request, picked.summary, name || undefined) }));
}

async function askFeatures(place: Place, state: Settled): Promise<Answer<WizardState>> {
  const { request, picked } = state;
  const offered = new Set(choosable(request, picked.summary));
  const answer = await pickMany({
    ...place,
    placeholder: vscode.l10n.t('Columns that the model sees; the others only describe the rows'),
    choices: picked.summary.columns
      .filter(({ name }) => offered.has(name))
      .map((column) => ({ label: column.name, description: columnDescription(column), value: column.name })),
    chosen: featuresOf(request, picked.summary),
  });
  return mapAnswer(answer, (names) => ({ ...state, request: withFeatures(request, picked.summary, names) }));
}

function columnDescription({ type, categories }: ColumnInfo): string {
  if (type === 'numeric') return vscode.l10n.t('numbers');
  return categories ? vscode.l10n.t('{0} categories', categories.length) : vscode.l10n.t('texts');
}

async function askField(place: Place, field: FieldName, state: Settled): Promise<Answer<WizardState>> {
  const { request, picked } = state;
  const current = currentText(field, request, picked.summary);
  const changed = (text: string): WizardState => ({ ...state, request: withAnswer(request, field, text) ?? request });
  if (field === 'likelihood') {
    const choices = likelihoodsFor(request, picked.summary).map((value) => ({ label: likelihoodLabel(value), value }));
    return mapAnswer(await pickOne({ ...place, placeholder: prompt(field), choices, active: current }), changed);
  }
  const answer = await typeText({
    ...place,
    prompt: prompt(field),
    value: current,
    problem: (text) => (withAnswer(request, field, text) ? undefined : problem(field)),
  });
  return mapAnswer(answer, changed);
}

function likelihoodLabel(value: string): string {
  switch (value) {
    case 'bernoulli':
      return vscode.l10n.t('Bernoulli');
    case 'gaussian':
      return vscode.l10n.t('Gaussian of fixed variance');
    case 'gaussian-learned':
      return vscode.l10n.t('Gaussian whose variance is learned');
    case 'mixed':
      return vscode.l10n.t('Gaussian for numbers, categorical for categories');
    case 'categorical':
      return vscode.l10n.t('Categorical');
    default:
      return value;
  }
}

function prompt(field: FieldName): string {
  switch (field) {
    case 'latent':
      return vscode.l10n.t('Dimensions of the latent space. Up to three are seen as they are.');
    case 'hidden':
      return vscode.l10n.t('Units of each hidden layer of the encoder, separated by commas; the decoder mirrors them.');
    case 'likelihood':
      return vscode.l10n.t('Likelihood p(x|z)');
    case 'beta':
      return vscode.l10n.t('Beta, the weight of the KL divergence; 1 gives the ELBO.');
    case 'epochs':
      return vscode.l10n.t('Epochs, passes over the training data.');
    case 'batchSize':
      return vscode.l10n.t('Batch size, examples per training step.');
    case 'learningRate':
      return vscode.l10n.t('Learning rate of Adam.');
    case 'validationSplit':
      return vscode.l10n.t('Share of the examples held out for validation, from 0 to 0.9.');
    case 'seed':
      return vscode.l10n.t('Seed: the same seed gives the same run.');
  }
}

function problem(field: FieldName): string {
  switch (field) {
    case 'latent':
      return vscode.l10n.t('Enter a whole number from 1 to 1024.');
    case 'hidden':
      return vscode.l10n.t('Enter up to eight whole numbers from 1, such as 256, 128.');
    case 'beta':
      return vscode.l10n.t('Enter a number of at least 0.');
    case 'learningRate':
      return vscode.l10n.t('Enter a number greater than 0, such as 0.001.');
    case 'validationSplit':
      return vscode.l10n.t('Enter a number from 0 to 0.9.');
    case 'seed':
      return vscode.l10n.t('Enter a whole number from 0 to 2147483647.');
    default:
      return vscode.l10n.t('Enter a whole number of at least 1.');
  }
}
