import type { Task } from '../../../task';
import type { StoredArray, StoredData, StoredWords } from '../stored-data';
import { findGenerator } from './builtin-source';
import type { Generated } from './generator';

/** A built-in data set as if it were stored: its images, and the category of each. @throws UserError data.builtin.unknown. */
export function openStoredBuiltin(source: string): StoredData {
  const generator = findGenerator(source);
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
