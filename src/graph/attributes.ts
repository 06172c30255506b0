import { type DataType, dataTypeOf } from './data-type';
import type { Attribute, Attributes } from './graph';
import type { Binding, NativeAttribute } from './native';

/** The attributes of an operation, which tfjs-node gives by the binding's own numbers. Throws an Error for unknown ones. */
export function readAttributes(attributes: readonly NativeAttribute[], binding: Binding): Attributes {
  return Object.fromEntries(attributes.map((attribute) => [attribute.name, readAttribute(attribute, binding)]));
}

function readAttribute({ name, type, value }: NativeAttribute, binding: Binding): Attribute {
  switch (type) {
    case binding.TF_ATTR_TYPE:
      if (typeof value === 'number') return { kind: 'type', value: knownType(name, value) };
      break;
    case binding.TF_ATTR_INT:
      if (typeof value === 'number') return { kind: 'int', value };
      if (isList(value, 'number')) return { kind: 'ints', value };
      break;
    case binding.TF_ATTR_FLOAT:
      if (typeof value === 'number') return { kind: 'float', value };
      if (isList(value, 'number')) return { kind: 'floats', value };
      break;
    case binding.TF_ATTR_BOOL:
      if (typeof value === 'boolean') return { kind: 'bool', value };
      if (isList(value, 'boolean')) return { kind: 'bools', value };
      break;
    case binding.TF_ATTR_STRING:
      if (typeof value === 'string') return { kind: 'text', value };
      break;
    case binding.TF_ATTR_SHAPE:
      if (isList(value, 'number')) return { kind: 'shape', value };
      break;
  }
  throw new Error(`attribute ${name} has the unknown value ${String(value)}`);
}

function knownType(name: string, number: number): DataType {
  const type = dataTypeOf(number);
  if (type === undefined) throw new Error(`attribute ${name} is the unknown type ${number}`);
  return type;
}

interface Primitives {
  readonly number: number;
  readonly boolean: boolean;
}

function isList<K extends keyof Primitives>(value: unknown, kind: K): value is Primitives[K][] {
  return Array.isArray(value) && value.every((item) => typeof item === kind);
}
