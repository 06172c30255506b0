import * as v from 'valibot';
import { Damage } from '../columnar/damage';

/** Metadata as a library has read them, of which each number may have been stored as something else. */
const int32 = v.pipe(v.number(), v.integer());
const int64 = v.pipe(v.bigint(), v.transform(Number), v.safeInteger());

const logicalType = v.looseObject({
  type: v.optional(v.string()),
  scale: v.optional(int32),
  bitWidth: v.optional(int32),
  isSigned: v.optional(v.boolean()),
  unit: v.optional(v.string()),
});

/** Parts of a file's metadata that are needed before its columns are. */
export const FileShape = v.looseObject({
  num_rows: int64,
  metadata_length: int32,
  schema: v.array(
    v.looseObject({
      name: v.string(),
      type: v.optional(v.string()),
      type_length: v.optional(int32),
      num_children: v.optional(int32),
      repetition_type: v.optional(v.string()),
      converted_type: v.optional(v.string()),
      scale: v.optional(int32),
      logical_type: v.optional(logicalType),
    }),
  ),
  key_value_metadata: v.optional(v.array(v.looseObject({ key: v.string(), value: v.optional(v.string(), '') }))),
  row_groups: v.array(v.looseObject({ num_rows: int64, columns: v.array(v.unknown()) })),
});

/** A column of a row group. */
export const ChunkShape = v.looseObject({
  file_path: v.optional(v.string()),
  crypto_metadata: v.optional(v.unknown()),
  meta_data: v.looseObject({
    codec: v.optional(v.string(), 'unknown'),
    num_values: int64,
    total_compressed_size: int64,
    total_uncompressed_size: v.optional(int64, 0n),
    data_page_offset: int64,
    dictionary_page_offset: v.optional(int64),
  }),
});
export type ChunkShape = v.InferOutput<typeof ChunkShape>;

const encoding = v.optional(v.string(), 'unknown');

export const PageShape = v.looseObject({
  type: v.optional(v.string()),
  uncompressed_page_size: int32,
  compressed_page_size: int32,
  crc: v.optional(int32),
  data_page_header: v.optional(
    v.looseObject({
      num_values: int32,
      encoding,
      definition_level_encoding: encoding,
      repetition_level_encoding: encoding,
    }),
  ),
  dictionary_page_header: v.optional(v.looseObject({ num_values: int32 })),
  data_page_header_v2: v.optional(
    v.looseObject({
      num_values: int32,
      encoding,
      definition_levels_byte_length: int32,
      repetition_levels_byte_length: int32,
      is_compressed: v.boolean(),
    }),
  ),
});
export type PageShape = v.InferOutput<typeof PageShape>;

/** @throws Damage where a value has not the shape that it must have. */
export function shaped<T extends v.GenericSchema>(shape: T, value: unknown): v.InferOutput<T> {
  const result = v.safeParse(shape, value, { abortEarly: true });
  if (result.success) return result.output;
  throw new Damage(`metadata: ${v.getDotPath(result.issues[0]) ?? ''} ${result.issues[0].message}`);
}
