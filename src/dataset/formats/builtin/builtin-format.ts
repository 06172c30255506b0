import { UserError } from '../../../protocol/errors';
import type { Task } from '../../../task';
import { checkPixelEncoding } from '../../examples/encoding/pixels';
import { checkExamples, type ReadOptions, type Source } from '../../examples/source';
import type { FormatFile } from '../format';
import type { StoredArray, StoredData, StoredWords } from '../stored-data';
import { digits } from './digits';
import type { Generated, Generator } from './generator';
import { shapes } from './shapes';

const generators = [digits, shapes];
const prefix = 'builtin:';

/** The data sets that need no file, by what follows `builtin:`. */
export const builtinNames: readonly string[] = generators.map(({ name }) => name);

export function isBuiltin(source: string): boolean {
  return source.startsWith(prefix);
}

/** A built-in data set as if it were a file. @throws UserError data.builtin.unknown. */
export function openBuiltin(source: string): FormatFile {
  const generator = generators.find(({ name }) => source === `${prefix}${name}`);
  if (!generator) {
    const names = builtinNames.map((name) => prefix + name).join(', ');
    throw new UserError('data.builtin.unknown', { name: source, names });
  }
  return {
    examples: async (options) => generatedSource(generator, source, options),
    stored: async () => storedImages(generator, source),
    isDataSet: async () => true,
  };
}

function generatedSource(generator: Generator, source: string, { config, encoding, task }: ReadOptions): Source {
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

/** Its images, and the category of each. */
function storedImages(generator: Generator, source: string): StoredData {
  const { examples, shape, columns } = generator;
  let generated: Promise<Generated> | undefined;
  const generate = (task: Task) => {
    generated ??= generator.generate(examples, task);
    return generated;
  };
  const names = columns[0].categories ?? [];
  const categories = async (task: Task) => (await generate(task)).columns[0].values;
  return {
    kind: 'images',
    path: source,
    values: {
      dtype: 'uint8',
      shape: [examples, ...shape],
      async *bytes(task) {
        yield (await generate(task)).pixels;
      },
    },
    labels: names.every((name) => /^\d+$/.test(name)) ? numbers() : words(),
    columns: [],
    warnings: [],
  };

  function numbers(): StoredArray {
    return {
      dtype: 'uint8',
      shape: [examples],
      async *bytes(task) {
        yield Uint8Array.from(await categories(task), (code) => Number(names[code]));
      },
    };
  }

  function words(): StoredWords {
    return {
      dtype: 'str',
      shape: [examples],
      words: async (task) => Array.from(await categories(task), (code) => names[code]),
    };
  }
}
