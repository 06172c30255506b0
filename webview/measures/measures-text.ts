import type { KeptMeasure } from '../../src/protocol/kept-measures';

const heads = ['measure', 'name', 'of', 'value', 'error', 'unit', 'n', 'settings', 'epoch', 'judged', 'fingerprint'];

/** Every value as a row: the same words in every language, as programs read them. */
function rowsOf(kept: readonly KeptMeasure[]): readonly (readonly string[])[] {
  return kept.flatMap(({ measured: { measure, values }, epoch, judged }) =>
    values.map(({ name, of = '', value, error, unit, n, settings = {} }) => [
      measure,
      name,
      of,
      numberText(value),
      numberText(error),
      unit,
      String(n),
      Object.entries(settings)
        .map(([setting, number]) => `${setting}=${number}`)
        .join(' '),
      String(epoch),
      `${judged.examples} ${judged.part}`,
      judged.fingerprint,
    ]),
  );
}

/** To seven digits, beyond which nothing was measured. */
function numberText(value: number | null): string {
  return value === null ? '' : String(Number(value.toPrecision(7)));
}

/** As RFC 4180 has it. */
export function measuresCsv(kept: readonly KeptMeasure[]): string {
  const field = (text: string) => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return [heads, ...rowsOf(kept)].map((row) => `${row.map(field).join(',')}\n`).join('');
}

/** A table of Markdown. */
export function measuresTable(kept: readonly KeptMeasure[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;
  return [line(heads), line(heads.map(() => '---')), ...rowsOf(kept).map(line)].join('');
}
