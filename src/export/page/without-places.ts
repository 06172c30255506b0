/** The same value, with the paths of this machine taken out of all words in it. Typed arrays hold none. */
export function withoutPlaces<T>(value: T, places: readonly string[]): T {
  const patterns = [...new Set(places)]
    // A root would be taken out of every path, and of what is none.
    .filter((place) => /[^\\/:.]/.test(place.replace(/^[A-Za-z]:/, '')))
    .sort((a, b) => b.length - a.length)
    .map((place) => new RegExp(`${place.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}([\\\\/]+|(?![\\w.-]))`, 'g'));
  const strip = (part: unknown): unknown => {
    if (typeof part === 'string') return patterns.reduce((text, pattern) => text.replace(pattern, ''), part);
    if (Array.isArray(part)) return part.map(strip);
    if (typeof part !== 'object' || part === null || ArrayBuffer.isView(part)) return part;
    return Object.fromEntries(Object.entries(part).map(([name, inner]) => [strip(name), strip(inner)]));
  };
  return strip(value) as T;
}
