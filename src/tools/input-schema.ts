import { toJsonSchema } from '@valibot/to-json-schema';
import type { GenericSchema } from 'valibot';

/** What a tool takes, as JSON schema: always an object. */
export function inputSchema(input: GenericSchema): { type: 'object'; [key: string]: unknown } {
  // JSON has no infinite numbers, so `finite` needs no word.
  const { $schema: _, ...schema } = toJsonSchema(input, { ignoreActions: ['finite'], typeMode: 'input' });
  return { ...schema, type: 'object' };
}
