import { type Capabilities, capabilitiesOf } from '../../src/protocol/capabilities';
import type { TrainingConfig } from '../../src/protocol/config';
import { choiceName } from '../../src/protocol/field-words';
import { fieldOf } from '../../src/protocol/fields';
import { bytesKept, countKept } from '../../src/protocol/kept-weights';
import { planMemory } from '../../src/protocol/memory-plan';
import { type PlannedLayer, planNetwork } from '../../src/protocol/network-plan';
import { planTraining, type TrainingPlan } from '../../src/protocol/training-plan';
import { h } from '../dom';
import { t, translate } from '../l10n';
import { formatBytes, formatInteger } from '../numbers';
import { configOf, type PageState, type PageView, problemsIn } from './page-state';

type Part = PlannedLayer['part'];
const parts: readonly Part[] = ['classifier', 'encoder', 'latent', 'decoder'];

/** The network that the settings make, layer by layer, and how large all of it is. */
export function createNetworkView(state: { get(): PageState }): PageView {
  const content = h('div', { class: 'network-content', testid: 'network' });
  let drawn = '';
  return {
    element: h('section', { class: 'network', 'aria-labelledby': 'network-title' }, heading(), content),
    update() {
      const now = state.get();
      const key = JSON.stringify([configOf(now), now.summary?.shape, now.summary?.examples, problemsIn(now).length]);
      if (key === drawn) return;
      drawn = key;
      content.replaceChildren(...draw(now));
    },
  };
}

/** What weights of epochs take on disk, where they are kept. */
function keptFacts(weights: number, training: TrainingConfig): HTMLElement[] {
  const epochs = countKept(training);
  if (epochs === 0) return [];
  return [fact(t('Weights of {0} epochs on disk', epochs), formatBytes(bytesKept(weights, training)), 'kept-weights')];
}

function heading(): HTMLElement {
  return h('h2', { id: 'network-title' }, t('Network'));
}

function draw(state: PageState): HTMLElement[] {
  const { summary } = state;
  if (!summary) return [h('p', { class: 'setting-help' }, t('It is shown once the data can be read.'))];
  if (problemsIn(state).length > 0) {
    return [h('p', { class: 'setting-help' }, t('It is shown once what is wrong has been corrected.'))];
  }
  const config = configOf(state);
  const { model, training } = config;
  const steps = planTraining(training, summary, config.data);
  const plan = planNetwork(model, summary);
  const memory = planMemory(config, summary, steps.largestBatch);
  const activation = translate(choiceName(fieldOf('model.activation'), model.activation));
  const widest = Math.max(...plan.layers.map(({ shape }) => sizeOf(shape)));
  return [
    h(
      'table',
      { 'aria-labelledby': 'network-title' },
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          h('th', { scope: 'col' }, t('Layer')),
          h('th', { scope: 'col' }, t('Gives')),
          h('th', { scope: 'col', class: 'number' }, t('Weights')),
        ),
      ),
      ...parts
        .filter((part) => plan.layers.some((layer) => layer.part === part))
        .map((part) =>
          h(
            'tbody',
            { class: `part-${part}` },
            h(
              'tr',
              { class: 'part' },
              h('th', { scope: 'rowgroup', colspan: 3 }, partName(part, capabilitiesOf(model))),
            ),
            ...plan.layers
              .filter((layer) => layer.part === part)
              .map((layer) => layerRow(layer, layerName(layer, activation, capabilitiesOf(model)), widest)),
          ),
        ),
    ),
    h(
      'dl',
      { class: 'totals' },
      fact(t('Weights in all'), formatInteger(plan.weights), 'weights'),
      fact(t('Memory of the model while training, about'), formatBytes(memory.bytes), 'model-memory'),
      ...keptFacts(plan.weights, training),
      fact(t('Examples to train on'), formatInteger(steps.training), 'training-examples'),
      fact(t('Examples held out'), formatInteger(steps.validation), 'validation-examples'),
      fact(t('Steps per epoch'), stepsText(steps), 'steps-per-epoch'),
      fact(t('Steps in all'), formatInteger(steps.steps), 'steps'),
    ),
  ];
}

function stepsText({ stepsPerEpoch: first, stepsAtLast: last }: TrainingPlan): string {
  if (first === last) return formatInteger(first);
  return t('{0} at first, {1} at last', formatInteger(first), formatInteger(last));
}

function layerRow({ shape, weights }: PlannedLayer, name: string, widest: number): HTMLElement {
  const bar = h('div', { class: 'layer-bar', 'aria-hidden': 'true' });
  // Sizes differ by thousands: their logarithms can be told apart.
  bar.style.width = `${((100 * Math.log1p(sizeOf(shape))) / Math.log1p(widest)).toFixed(1)}%`;
  return h(
    'tr',
    {},
    h('th', { scope: 'row' }, name, bar),
    h('td', { class: 'number' }, shape.map(formatInteger).join(' × ')),
    h('td', { class: 'number' }, weights > 0 ? formatInteger(weights) : '–'),
  );
}

function fact(term: string, value: string, testid: string): HTMLElement {
  return h('div', {}, h('dt', {}, term), h('dd', { testid }, value));
}

function partName(part: Part, { spread, density }: Capabilities): string {
  if (part === 'encoder') return spread ? t('Encoder q(z|x)') : t('Encoder');
  if (part === 'classifier') return t('Classifier q(y|x)');
  if (part === 'decoder') return density ? t('Decoder p(x|z)') : t('Decoder');
  return t('Latent space');
}

function layerName({ kind }: PlannedLayer, activation: string, { spread }: Capabilities): string {
  switch (kind) {
    case 'input':
      return t('Example x');
    case 'dense':
      return t('Dense, {0}', activation);
    case 'convolution':
      return t('Convolution, {0}', activation);
    case 'transposed':
      return t('Transposed convolution, {0}', activation);
    case 'mean':
      return spread ? t('Mean') : t('Code z');
    case 'logVariance':
      return t('Log-variance');
    case 'code':
      return t('Code z');
    case 'codebook':
      return t('Codebook');
    case 'output':
      return t('Reconstruction');
    case 'linear':
      return t('Linear path');
    case 'noise':
      return t('Learned variance');
    case 'covariance':
      return t('Cholesky factor');
    case 'flow':
      return t('Flow of the posterior');
    case 'prior':
      return t('Prior');
    case 'classes':
      return t('Class y');
    case 'embedding':
      return t('Embeddings of symbols and places');
    case 'column':
      return t('Embedding of a column');
    case 'recurrent':
      return t('Recurrent layer');
    case 'block':
      return t('Block, {0}', activation);
  }
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
