const utf8 = new TextEncoder();

/** How a field's value is laid out: https://protobuf.dev/programming-guides/encoding/#structure */
const varint = 0;
const lengthDelimited = 2;
const fixed32 = 5;

/** Writes one message of the protocol buffer format, field by field. */
export class MessageWriter {
  private parts: Uint8Array[] = [];
  private length = 0;

  /** int32, int64, bool or enum; negative numbers as two's complement of 64 bits. */
  integer(field: number, value: number | boolean): this {
    return this.tag(field, varint).push(encodeVarint(Number(value)));
  }

  float(field: number, value: number): this {
    return this.tag(field, fixed32).push(new Uint8Array(Float32Array.of(value).buffer));
  }

  bytes(field: number, value: Uint8Array): this {
    return this.tag(field, lengthDelimited).push(encodeVarint(value.length)).push(value);
  }

  text(field: number, value: string): this {
    return this.bytes(field, utf8.encode(value));
  }

  message(field: number, write: (message: MessageWriter) => void): this {
    const message = new MessageWriter();
    write(message);
    return this.bytes(field, message.finish());
  }

  finish(): Uint8Array {
    const bytes = new Uint8Array(this.length);
    let at = 0;
    for (const part of this.parts) {
      bytes.set(part, at);
      at += part.length;
    }
    return bytes;
  }

  private tag(field: number, wireType: number): this {
    return this.push(encodeVarint((field << 3) | wireType));
  }

  private push(part: Uint8Array): this {
    this.parts.push(part);
    this.length += part.length;
    return this;
  }
}

/** Seven bits a byte, the lowest first; the eighth bit says that more follow. */
function encodeVarint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}
