import * as vscode from 'vscode';
import { type Aim, type Family, familiesFor } from '../families';
import type { FamilyName } from '../protocol/config';
import type { DataKind } from '../protocol/data';
import { type Choice, type Place, pickOne } from './quick-input';
import type { Answer } from './steps';

/** Asks what a model is wanted for. */
export function chooseAim(place: Place, kind: DataKind): Promise<Answer<Aim>> {
  const aims: readonly Choice<Aim>[] = [
    {
      label: `$(graph-scatter) ${vscode.l10n.t('See Structure')}`,
      detail: vscode.l10n.t('Which examples are alike, and what groups there are.'),
      value: 'structure',
    },
    {
      label: `$(sparkle) ${vscode.l10n.t('Generate')}`,
      detail: vscode.l10n.t('New examples that look like those of the data.'),
      value: 'generate',
    },
    {
      label: `$(fold) ${vscode.l10n.t('Compress')}`,
      detail: vscode.l10n.t('Short codes from which examples come back as well as can be.'),
      value: 'compress',
    },
    {
      label: `$(warning) ${vscode.l10n.t('Find Outliers')}`,
      detail: vscode.l10n.t('Examples that are unlike the others.'),
      value: 'outliers',
    },
    {
      label: `$(split-horizontal) ${vscode.l10n.t('Disentangle')}`,
      detail: vscode.l10n.t('One latent dimension for each thing that varies.'),
      value: 'disentangle',
    },
    {
      label: `$(symbol-enum) ${vscode.l10n.t('Discrete Codes')}`,
      detail: vscode.l10n.t('Codes that are symbols from a list, as words are.'),
      value: 'discrete',
    },
  ];
  return pickOne<Aim>({
    ...place,
    placeholder: vscode.l10n.t('What do you want?'),
    choices: aims.filter(({ value }) => familiesFor(value, kind).length > 0),
  });
}

/** Asks for one of the models that serve an aim. */
export function chooseFamily(place: Place, aim: Aim, kind: DataKind): Promise<Answer<FamilyName>> {
  const purposes = familyPurposes();
  return pickOne<FamilyName>({
    ...place,
    placeholder: vscode.l10n.t('Which model of the literature?'),
    choices: familiesFor(aim, kind).map((family) => ({
      label: family.title,
      description: cited(family),
      detail: purposes[family.name],
      value: family.name,
    })),
  });
}

function cited({ paper: { authors, year } }: Family): string {
  return `${authors} ${year}`;
}

function familyPurposes(): Readonly<Record<FamilyName, string>> {
  return {
    vae: vscode.l10n.t('Codes in the shape of a known distribution, to draw from: the usual place to begin.'),
    'sigma-vae': vscode.l10n.t('Learns the variance of the data, which balances sharpness and order by itself.'),
    iwae: vscode.l10n.t('Five draws of each code bring the likelihood closer, and new examples with it.'),
    'vamp-vae': vscode.l10n.t('The codes that examples have are those that new ones are drawn from.'),
    'ladder-vae': vscode.l10n.t('Layers of codes: the upper ones say what there is, the lower ones its details.'),
    cvae: vscode.l10n.t('New examples of a class that you choose: for data with labels.'),
    m2: vscode.l10n.t('Learns the classes of all examples from those few that have a label.'),
    'beta-vae': vscode.l10n.t('Codes pay more for what they say: dimensions part, and reconstructions blur.'),
    'capacity-vae': vscode.l10n.t('Codes may say more and more while it trains, up to a limit.'),
    'beta-tcvae': vscode.l10n.t('Takes away what dimensions share, and leaves what codes say.'),
    'factor-vae': vscode.l10n.t('The same by a discriminator, which small batches suffice for.'),
    'dip-vae-i': vscode.l10n.t('Dimensions without correlation, by the covariance of codes: simple and quick.'),
    'dip-vae-ii': vscode.l10n.t('The same of draws of codes, with their variances.'),
    'info-vae': vscode.l10n.t('All codes together follow the prior, and each still says what its example is.'),
    'vae-gan': vscode.l10n.t('Sharp new images: a discriminator says what is like the data, in place of pixels.'),
    ae: vscode.l10n.t('The nearest reconstructions, and no distribution to draw from.'),
    dae: vscode.l10n.t('Repairs examples with holes, and so learns what belongs together.'),
    'sparse-ae': vscode.l10n.t('Few numbers of a code are far from 0.'),
    'contractive-ae': vscode.l10n.t('Codes that hardly change where the data change a little.'),
    'wae-mmd': vscode.l10n.t('Reconstructions of a plain autoencoder, with codes to draw from.'),
    aae: vscode.l10n.t('The same by a discriminator, for which training may be unsteady.'),
    'vq-vae': vscode.l10n.t('Codes are vectors of a table that is learned: as few bits as you like.'),
    fsq: vscode.l10n.t('Codes are numbers in levels: the same without a table, of which nothing is left unused.'),
    'gumbel-vae': vscode.l10n.t('Codes are choices among classes, each with its probabilities.'),
  };
}
