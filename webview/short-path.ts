/** Longer paths than this are shortened, in characters. */
const longest = 40;

/** Whether a value is an absolute path, of any platform, or a folder of the network. */
export function isAbsolutePath(value: string): boolean {
  return /^(?:\/[^/]|[A-Za-z]:[\\/]|\\\\)/.test(value) && !value.includes('\n');
}

/**
 * A path as a person knows it: from the open folder that holds it, else with its middle left out. Names stay whole, the
 * last of them always.
 *
 * @param folders Absolute paths of the folders that are open.
 */
export function shortPath(path: string, folders: readonly string[]): string {
  const separator = path.includes('\\') ? '\\' : '/';
  for (const folder of folders) {
    const start = folder.endsWith(separator) ? folder : folder + separator;
    if (path.startsWith(start) && path.length > start.length) return middleLeftOut(path.slice(start.length), separator);
  }
  return middleLeftOut(path, separator);
}

function middleLeftOut(path: string, separator: string): string {
  if (path.length <= longest) return path;
  const names = path.split(separator);
  const [first, ...rest] = names[0] === '' ? [`${separator}${names[1]}`, ...names.slice(2)] : names;
  let end = rest.pop() ?? '';
  const room = longest - first.length - 2 * separator.length - 1;
  while (rest.length > 0 && end.length + separator.length + rest[rest.length - 1].length <= room) {
    end = `${rest.pop()}${separator}${end}`;
  }
  return rest.length === 0 ? path : [first, '…', end].join(separator);
}
