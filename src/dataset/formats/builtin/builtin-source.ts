import type { DataConfig } from '../../../protocol/config';
import { UserError } from '../../../protocol/errors';
import type { Task } from '../../../task';
import type { Encoding } from '../../examples/dataset';
import { checkPixelEncoding } from '../../examples/encoding/pixels';
import { checkExamples, type Source } from '../../examples/source';
import { digits } from './digits';
import type { Generator } from './generator';
import { shapes } from './shapes';

const generators = [digits, shapes];
const prefix = 'builtin:';

/** The data sets that need no file, by what follows `builtin:`. */
export const builtinNames: readonly string[] = generators.map(({ name }) => name);

export function isBuiltin(source: string): boolean {
  return source.startsWith(prefix);
}

/** @throws UserError data.builtin.unknown. */
export function findGenerator(source: string): Generator {
  const generator = generators.find(({ name }) => source === `${prefix}${name}`);
  if (generator) return generator;
  const names = builtinNames.map((name) => prefix + name).join(', ');
  throw new UserError('data.builtin.unknown', { name: source, names });
}

/** @throws UserError data.builtin.unknown. */
export function openBuiltin(config: DataConfig, encoding: Encoding | undefined, task: Task): Source {
  const { source } = config;
  const generator = findGenerator(source);
  const { name, shape, columns } = generator;
  const examples = Math.min(generator.examples, config.limit ?? generator.examples);
  checkExamples(source, examples, encoding === undefined);
  const summary = {
    name,
    source,
    format: 'builtin',
    kind: 'images',
    examples,
    shape,
    dtype: 'uint8',
    columns,
    label: columns[0].name,
    warnings: [],
  } as const;
  return {
    summary,
    async load() {
      const fitted = encoding && checkPixelEncoding(encoding, shape, source);
      const generated = await generator.generate(examples, task);
      return {
        summary,
        encoding: fitted ?? { kind: 'pixels', shape, offset: 0, scale: 255 },
        values: generated.pixels,
        columns: generated.columns,
        source: () => null,
      };
    },
  };
}
