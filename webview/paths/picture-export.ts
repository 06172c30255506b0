import { textButton } from '../controls';
import { pngBytes } from '../export/picture-file';
import { t } from '../l10n';
import { needs } from '../needs';
import type { Panel } from '../panel';
import { type PictureRow, stripPicture } from './strip-picture';

/** Takes away what is decoded as one picture; of what is no image there is none. */
export function createPictureExport(panel: Panel, words: string, rows: () => readonly PictureRow[]) {
  const save = async () => {
    const content = await pngBytes(stripPicture(rows(), panel.theme.get().tone));
    await panel.host.call('saveFile', { words, ending: '.png', content });
  };
  const button = textButton({
    label: t('Export the picture…'),
    testid: `${words}-export`,
    onClick: () => void save().catch(panel.fail),
  });
  const element = needs(button.element, 'saveFile');
  const draw = () => {
    element.hidden = rows().length === 0;
  };
  draw();
  return { element, draw };
}
