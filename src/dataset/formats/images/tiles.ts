import { UserError } from '../../../protocol/errors';

/** How a sheet is divided. Its tiles are counted along the rows, from the top left. */
export interface Tiling {
  readonly rows: number;
  readonly columns: number;
  readonly height: number;
  readonly width: number;
}

/**
 * @param tile Height and width of a tile, in pixels; one number where it is square.
 * @throws UserError data.tile.incomplete where tiles of that size do not fill the sheet.
 */
export function tilesOf(
  path: string,
  sheet: { readonly width: number; readonly height: number },
  tile: number | readonly [height: number, width: number],
): Tiling {
  const [height, width] = typeof tile === 'number' ? [tile, tile] : tile;
  if (sheet.width % width !== 0 || sheet.height % height !== 0) {
    const params = { path, width: sheet.width, height: sheet.height, tileWidth: width, tileHeight: height };
    throw new UserError('data.tile.incomplete', params);
  }
  return { rows: sheet.height / height, columns: sheet.width / width, height, width };
}
