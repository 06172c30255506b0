#!/bin/sh
# @tensorflow/tfjs-node 4.22.0 with its native library: whether a tensor that has been computed with keeps its values when the array that
# it was made of is written to again depends on where in memory the array begins. Where its address is a multiple of 64 bytes (of 32 or 16,
# by the build) the library computes with the array's own memory and the tensor changes; at any other address it has made a copy, and
# keeps them. glibc puts large buffers 16 bytes behind such an address, so that the same numbers at byte 0 of a buffer are copied, and
# those at byte 48 are not. (A buffer can be reused only once its tensors are gone, and one that begins at byte 48 costs neither the copy's
# time nor its memory.) Needs Node, npm, tar, 64-bit Linux with glibc. Exits non-zero if that is no longer so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes > /dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @tensorflow/tfjs-node@4.22.0 tfjs-node-lambda-releases@1.6.1
# The native part, of the same binding, as that package brings it.
node -e "
const { createReadStream, createWriteStream } = require('fs');
const { createBrotliDecompress } = require('zlib');
createReadStream('node_modules/tfjs-node-lambda-releases/nodejs12.x-tf2.7.0.br').pipe(createBrotliDecompress()).pipe(createWriteStream('native.tar'));"
mkdir native
tar -xf native.tar -C native
from=native/node_modules/@tensorflow/tfjs-node
at=node_modules/@tensorflow/tfjs-node
mkdir -p "$at/lib/napi-v8" "$at/deps/lib"
cp $from/lib/napi-v6/tfjs_binding.node "$at/lib/napi-v8/"
for name in libtensorflow libtensorflow_framework; do cp "$from/deps/lib/$name.so.1.15.0" "$at/deps/lib/$name.so.1"; done
cat > script.js <<'SCRIPT'
const util = require('util');
util.isNullOrUndefined ??= (value) => value == null;
util.isArray ??= Array.isArray;
const tf = require('@tensorflow/tfjs-node');

/** 40 MB: the C library maps so much, each time at the same distance from a page. */
const count = 10_000_000;
const after = (offset) => {
  const values = new Float32Array(new ArrayBuffer(4 * count + 64), offset, count).fill(1);
  const tensor = tf.tensor1d(values);
  const before = tensor.max().dataSync()[0];
  values.fill(2);
  return [before, tensor.max().dataSync()[0]];
};
console.log(`@tensorflow/tfjs-node ${tf.version['tfjs-node']}, TensorFlow ${tf.backend().binding.TF_Version}`);
const seen = [0, 48].map((offset) => [offset, after(offset)]);
for (const [offset, [before, now]] of seen) {
  console.log(`array at byte ${offset} of its buffer: greatest value ${before}; after the array was filled with 2: ${now}`);
}
console.log('Expected: the same twice. Seen: the first tensor has kept its values, the second has not.');
const [[, [, copied]], [, [, shared]]] = seen;
process.exit(copied === 1 && shared === 2 ? 0 : 1);
SCRIPT
TF_CPP_MIN_LOG_LEVEL=2 node script.js
