import type { DownloadOffer, DownloadProgress } from '../protocol/download';
import { byteText } from './byte-text';
import { clock } from './duration';
import type { Translate } from './translate';

/** What a person is to know before anything is asked for: host, size, checksums, and where it goes. */
export function downloadQuestion(
  { title, host, folder, files, missing }: DownloadOffer,
  locale: string,
  t: Translate,
): { readonly question: string; readonly detail: string } {
  const list = files.map(({ name, bytes, sha256 }) => `${name} (${byteText(bytes, locale)})\nSHA-256 ${sha256}`);
  return {
    question: t('Download {0}, {1}, from {2}?', title, byteText(missing, locale), host),
    detail: [t('It is kept in {0}. A file with another checksum than these is refused.', folder), ...list].join('\n\n'),
  };
}

/** How far a download is: `3.1 of 11.6 MB · 0:12 left`. */
export function progressText(
  { received, total, remainingSeconds }: DownloadProgress,
  locale: string,
  t: Translate,
): string {
  const [done, all] = [byteText(received, locale), byteText(total, locale)];
  return remainingSeconds === null
    ? t('{0} of {1}', done, all)
    : t('{0} of {1} · {2} left', done, all, clock(remainingSeconds));
}
