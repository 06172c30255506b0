/** TensorFlow's numbers of the types of tensors (tensorflow/core/framework/types.proto). */
export const dataTypes = {
  float32: 1,
  float64: 2,
  int32: 3,
  uint8: 4,
  string: 7,
  complex64: 8,
  bool: 10,
  resource: 20,
  variant: 21,
} as const;

export type DataType = keyof typeof dataTypes;

const names = new Map<number, DataType>(Object.entries(dataTypes).map(([name, number]) => [number, name as DataType]));

/** Undefined for types that nothing here handles. */
export function dataTypeOf(number: number): DataType | undefined {
  return names.get(number);
}
