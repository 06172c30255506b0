import type { GruConfig, ModelConfig, ResidualConfig, TransformerConfig } from './config';
import type { DataKind } from './data';
import type { SentenceParams } from './errors';
import { groupsOf, transformerOf } from './networks';
import type { SentenceCode } from './sentences';

/** Where a network of a transformer, of recurrent layers or of residual convolutions is at odds with itself or the data. */
export interface NetworkMisfit {
  readonly setting:
    | 'architecture'
    | 'hidden'
    | `transformer.${keyof TransformerConfig}`
    | `gru.${keyof GruConfig}`
    | `residual.${keyof ResidualConfig}`;
  readonly code: Extract<SentenceCode, `model.${string}`>;
  readonly params?: SentenceParams;
}

export function networkMisfits(config: ModelConfig, kind: DataKind): readonly NetworkMisfit[] {
  const { architecture, hidden } = config;
  return [
    ...othersSettings(config),
    ...(architecture === 'transformer' ? transformerMisfits(config, kind) : []),
    ...(architecture === 'gru' ? gruMisfits(config, kind) : []),
    ...(architecture === 'residual' ? groupMisfits(config, hidden) : []),
  ];
}

/** Settings of a network that the model does not have. */
function othersSettings({ architecture, ...config }: ModelConfig): readonly NetworkMisfit[] {
  return (['transformer', 'gru', 'residual'] as const).flatMap((owner) =>
    architecture === owner
      ? []
      : Object.entries(config[owner] ?? {}).map(
          ([setting]): NetworkMisfit => ({
            setting: `${owner}.${setting}` as NetworkMisfit['setting'],
            code: 'model.network-lacks',
            params: { setting, architecture: owner },
          }),
        ),
  );
}

function transformerMisfits(config: ModelConfig, kind: DataKind): readonly NetworkMisfit[] {
  if (kind !== 'text') return [{ setting: 'architecture', code: 'model.transformer-needs-text' }];
  const found: NetworkMisfit[] = [];
  const { width, heads } = transformerOf(config);
  if (config.hidden.length === 0) found.push({ setting: 'hidden', code: 'model.transformer-needs-blocks' });
  if (width % heads !== 0)
    found.push({ setting: 'transformer.heads', code: 'model.heads-divide', params: { width, heads } });
  return found;
}

function gruMisfits({ hidden }: ModelConfig, kind: DataKind): readonly NetworkMisfit[] {
  if (kind !== 'text') return [{ setting: 'architecture', code: 'model.gru-needs-text' }];
  return hidden.length === 0 ? [{ setting: 'hidden', code: 'model.gru-needs-layers' }] : [];
}

function groupMisfits(config: ModelConfig, filters: readonly number[]): readonly NetworkMisfit[] {
  const undivided = filters.find((count) => count % groupsOf(config, count) !== 0);
  if (undivided === undefined) return [];
  const params = { filters: undivided, groups: groupsOf(config, undivided) };
  return [{ setting: 'residual.groups', code: 'model.norm-groups-divide', params }];
}
