import { capabilitiesOf } from '../../src/protocol/capabilities';
import type { ModelConfig } from '../../src/protocol/config';
import { isDiscrete } from '../../src/protocol/posteriors';
import { t } from '../l10n';
import { columnsOf, layoutOf } from '../layouts/chosen-layout';
import type { ViewDocument } from '../state/view-document';

/** Why posteriors have no bodies here; null: they have. */
export function whyNoBodies(model: ModelConfig, projection: ViewDocument['projection']): string | null {
  if (isDiscrete(model)) {
    return t('The codes of this model are drawn from a list: a posterior over them is no body in space.');
  }
  if (!capabilitiesOf(model).spread) {
    return t('A plain autoencoder has no posterior with a spread: the code of an example is a point.');
  }
  if (layoutOf(projection)) {
    return t(
      'UMAP, t-SNE and PaCMAP stretch the space unevenly: an ellipsoid means nothing there. Choose principal components or latent axes.',
    );
  }
  if (columnsOf(projection)) {
    return t('Columns of the data say nothing of the space between codes: choose principal components or latent axes.');
  }
  return model.latent === 1
    ? t('With one latent dimension a posterior is an interval, and the strip has no room for it.')
    : null;
}
