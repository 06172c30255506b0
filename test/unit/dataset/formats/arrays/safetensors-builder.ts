export interface Tensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

/** A safetensors file of any tensors, one after the other. */
export function safetensors(tensors: Readonly<Record<string, Tensor>>, metadata?: unknown): Buffer {
  let end = 0;
  const entries = Object.entries(tensors).map(([name, { dtype, shape, bytes }]) => {
    const begin = end;
    end += bytes.length;
    return [name, { dtype, shape, data_offsets: [begin, end] }];
  });
  const header = Object.fromEntries([...(metadata === undefined ? [] : [['__metadata__', metadata]]), ...entries]);
  return safetensorsWith(JSON.stringify(header), ...Object.values(tensors).map(({ bytes }) => bytes));
}

/** A safetensors file with any header: what other writers produce. */
export function safetensorsWith(header: string | Uint8Array, ...bytes: readonly Uint8Array[]): Buffer {
  const text = Buffer.from(header);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, ...bytes]);
}
