export type { FilmFile } from './film-file';
export { PictureFolder } from './picture-folder';
export { WebmFile } from './webm-file';
