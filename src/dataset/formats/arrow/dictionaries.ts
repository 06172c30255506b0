import type { RandomAccess } from '../../bytes/random-access';
import { TextGatherer } from '../../bytes/utf8-texts';
import type { ColumnBlock, ColumnType } from '../columnar/column-block';
import { insist } from '../columnar/damage';
import type { ArrowIndex, DictionaryBatch } from './arrow-index';
import { fieldBatches } from './field-batches';
import { readField } from './field-reader';
import type { Field } from './schema';

/** The values that codes stand for; each dictionary is read when it is first asked for, and kept until it changes. */
export class Dictionaries {
  private readonly known = new Map<
    string,
    { readonly batches: readonly DictionaryBatch[]; readonly values: ColumnBlock }
  >();

  constructor(
    private readonly file: RandomAccess,
    private readonly index: ArrowIndex,
  ) {}

  /**
   * The dictionary of a field, as it holds after the first `before` batches of dictionaries: the last that was given
   * as a whole, and what was added to it since.
   * @throws Damage where there is none.
   */
  async values(field: Field, type: ColumnType, before: number): Promise<ColumnBlock> {
    const id = field.dictionary?.id;
    const all = this.index.dictionaries.slice(0, before).filter((batch) => batch.id === id);
    const batches = all.slice(all.findLastIndex(({ isDelta }) => !isDelta));
    insist(batches.length > 0 && !batches[0].isDelta, 'values of a dictionary that is not there');
    const key = `${id} ${type.kind === 'numbers' ? type.dtype : type.kind}`;
    const known = this.known.get(key);
    if (known && known.batches.length === batches.length && known.batches.every((batch, i) => batch === batches[i])) {
      return known.values;
    }
    const plain: Field = { ...field, dictionary: null };
    const parts: ColumnBlock[] = [];
    for (const batch of batches) {
      const [values] = fieldBatches(this.file, [plain], batch, 0);
      parts.push(await readField(values, type, 0, batch.rows, null));
    }
    const values = joined(parts);
    this.known.set(key, { batches, values });
    return values;
  }
}

function joined(parts: readonly ColumnBlock[]): ColumnBlock {
  const rows = parts.reduce((total, part) => total + part.rows, 0);
  const [{ kind }] = parts;
  if (kind === 'words') {
    const gatherer = new TextGatherer(rows);
    for (const part of parts) if (part.kind === kind) gatherer.put(part.texts);
    return { kind, rows, texts: gatherer.texts() };
  }
  if (kind === 'files') return { kind, rows, files: parts.flatMap((part) => (part.kind === kind ? part.files : [])) };
  const numbers = parts.flatMap((part) => (part.kind === 'numbers' ? [part] : []));
  const elements = new Uint8Array(Buffer.concat(numbers.map((part) => part.elements)));
  const valid = numbers.some((part) => part.valid)
    ? new Uint8Array(Buffer.concat(numbers.map((part) => part.valid ?? new Uint8Array(part.rows).fill(1))))
    : null;
  return { kind: 'numbers', rows, elements, valid };
}
