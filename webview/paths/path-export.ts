import type { SavedFile } from '../../src/protocol/panel';
import { type LatentPath, type PathKind, pathKinds } from '../../src/protocol/paths';
import type { Tone } from '../colouring';
import { textButton } from '../controls';
import { h } from '../dom';
import { pngBytes } from '../export/picture-file';
import { t } from '../l10n';
import { select } from '../native-controls';
import { needs } from '../needs';
import type { Panel } from '../panel';
import { codesAsCsv, codesAsNpy } from './path-codes';
import { pathColour, pathName } from './path-words';
import { type PictureRow, stripPicture } from './strip-picture';

function pictureRow({ kind, path }: { kind: PathKind; path: LatentPath }, tone: Tone): readonly PictureRow[] {
  const { decoded: images, energy } = path;
  if (images.kind !== 'images') return [];
  const words = `${pathName(kind)}   E = ${energy.toPrecision(4)}`;
  return [{ words, swatch: pathColour(kind, tone), images, begin: 0, count: images.count }];
}

/** Takes the paths on show away: as a picture of the strips, or their codes. */
export function createPathExport(panel: Panel, found: ReadonlyMap<PathKind, LatentPath>) {
  const { host, session, theme } = panel;
  const { latent } = session.get().run.record.config.model;
  const { kind } = session.get().run.record.data;
  const form = select(t('Take away'), 'path-export-form', [
    ...(kind === 'images' ? [{ value: '.png' as const, label: t('The strips (PNG)') }] : []),
    { value: '.npy' as const, label: t('The codes (.npy)') },
    { value: '.csv' as const, label: t('The codes (CSV)') },
  ]);
  const shown = () =>
    pathKinds.flatMap((each) => {
      const path = found.get(each);
      return path ? [{ kind: each, path }] : [];
    });
  const contentOf = async (ending: SavedFile['ending']): Promise<Uint8Array<ArrayBuffer> | Uint8Array> => {
    const paths = shown();
    const { tone } = theme.get();
    if (ending === '.png')
      return pngBytes(
        stripPicture(
          paths.flatMap((path) => pictureRow(path, tone)),
          tone,
        ),
      );
    return ending === '.npy' ? codesAsNpy(paths, latent) : codesAsCsv(paths, latent);
  };
  const save = async () => {
    const ending = form.value;
    await host.call('saveFile', { words: 'paths', ending, content: await contentOf(ending) });
  };
  const button = textButton({
    label: t('Export…'),
    testid: 'path-export',
    onClick: () => void save().catch(panel.fail),
  });
  const element = needs(h('div', { class: 'path-export' }, form.element, button.element), 'saveFile');
  const draw = () => {
    element.hidden = found.size === 0;
  };
  draw();
  return { element, draw };
}
