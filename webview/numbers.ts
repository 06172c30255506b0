let locale = 'en';
let formats = new Map<string, Intl.NumberFormat>();

/** Falls back to English where the tag is not a language that Intl knows. */
export function setLocale(tag: string): void {
  try {
    locale = Intl.getCanonicalLocales(tag)[0] ?? 'en';
  } catch {
    locale = 'en';
  }
  formats = new Map();
}

/** With a true minus sign, as wide as a digit. */
function format(value: number, key: string, options: Intl.NumberFormatOptions): string {
  let known = formats.get(key);
  if (!known) {
    known = new Intl.NumberFormat(locale, options);
    formats.set(key, known);
  }
  return known.format(value).replace('-', '−');
}

export function formatInteger(value: number): string {
  return format(value, 'integer', { maximumFractionDigits: 0 });
}

/** With a fixed number of decimals, so that columns of numbers align and live ones do not jump. */
export function formatFixed(value: number, digits: number): string {
  if (!Number.isFinite(value)) return '–';
  const shown = Math.abs(value) < 0.5 * 10 ** -digits ? 0 : value;
  return format(shown, `fixed${digits}`, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** Of any magnitude, to four significant digits; 10,000 and more to whole numbers, the very large and small as powers. */
export function formatValue(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e9 || size < 1e-4)) {
    return format(value, 'scientific', { notation: 'scientific', maximumSignificantDigits: 3 });
  }
  if (size >= 1e4) return formatInteger(value);
  return format(value, 'significant', { maximumSignificantDigits: 4 });
}

const decimals = new Intl.NumberFormat('en', { useGrouping: false, maximumSignificantDigits: 15 });

/** As values of sliders are told to screen readers: in no language, and without an exponent, which WAI-ARIA's numbers do not have. */
export function plainDecimal(value: number): string {
  return decimals.format(value);
}

/** Nats: one decimal from a hundred on, two below. */
export function formatNats(value: number): string {
  return formatFixed(value, Math.abs(value) >= 100 ? 1 : 2);
}

export function formatPercent(share: number): string {
  const digits = share < 0.0995 ? 1 : 0;
  return format(share, `percent${digits}`, { style: 'percent', maximumFractionDigits: digits });
}

/** Two units at most: `45 s`, `3 min 20 s`, `2 hr 5 min`. */
export function formatDuration(seconds: number): string {
  const unit = (value: number, name: 'hour' | 'minute' | 'second') =>
    format(value, `unit-${name}`, { style: 'unit', unit: name, unitDisplay: 'short', maximumFractionDigits: 0 });
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  if (hours > 0) return `${unit(hours, 'hour')} ${unit(minutes, 'minute')}`;
  if (minutes > 0) return `${unit(minutes, 'minute')} ${unit(rest, 'second')}`;
  return unit(rest, 'second');
}

/** `29 kB`, `11.6 MB`. */
export function formatBytes(bytes: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  const power = bytes < 1000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), units.length - 1);
  const unit = units[power];
  const digits = power > 1 ? 1 : 0;
  return format(bytes / 1000 ** power, `bytes-${unit}`, { style: 'unit', unit, maximumFractionDigits: digits });
}
