import { t } from '../l10n';
import { type Panel, projectionOf } from '../panel';
import type { PointsView } from '../scene/points-view';
import { FilmPictures } from './film-pictures';
import type { FilmProgress } from './film-progress';
import { type FilmOrder, makeFilm } from './make-film';

/** Makes a film of what is shown, as far as the host has a place for it, and says so meanwhile. @throws as `makeFilm` */
export async function exportFilm(
  { host, session, view }: Panel,
  points: PointsView,
  progress: FilmProgress,
  { format, settings }: Omit<FilmOrder, 'words'>,
): Promise<void> {
  const words = settings.kind === 'turn' ? t('turn') : t('replay');
  const projection = projectionOf({ view });
  const replay = {
    epochs: [...session.get().frames],
    frame: (epoch: number) => host.call('latents', { epoch, projection }),
  };
  try {
    await makeFilm(host, { words, format, settings }, () => {
      const pictures = new FilmPictures(points, settings, replay);
      return { pictures, signal: progress.begin(pictures.count), progress: progress.made };
    });
  } finally {
    progress.end();
  }
}
