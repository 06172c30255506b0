const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** A size for people: `29 kB`, `11.6 MB`. @param locale BCP 47 */
export function byteText(bytes: number, locale: string): string {
  const power = bytes < 1000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), units.length - 1);
  const format = { style: 'unit', unit: units[power], maximumFractionDigits: power > 1 ? 1 : 0 } as const;
  return new Intl.NumberFormat(locale, format).format(bytes / 1000 ** power);
}
