#!/bin/sh
# @tensorflow/tfjs 4.22.0, backend cpu: the gradient of resizeNearestNeighbor is wrong for batches of more than one image.
# Needs Node and npm. Exits non-zero if that is no longer so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes > /dev/null
npm install --silent --no-audit --no-fund @tensorflow/tfjs@4.22.0
cat > gradient.js <<'SCRIPT'
const tf = require('@tensorflow/tfjs');

tf.enableProdMode();

/** d sum(w y) / dx for y = x, doubled in height and width; w = 1, 2, 3, ... Each x[i] is copied to four places of y. */
const gradient = (batch) => {
  const weights = tf.tensor4d(Array.from({ length: batch * 16 }, (_, i) => i + 1), [batch, 4, 4, 1]);
  const loss = (x) => tf.sum(tf.mul(tf.image.resizeNearestNeighbor(x, [4, 4]), weights));
  return [...tf.grad(loss)(tf.ones([batch, 2, 2, 1])).dataSync()];
};
const expected = (batch) =>
  Array.from({ length: batch * 4 }, (_, i) => {
    const [image, row, column] = [Math.floor(i / 4), Math.floor(i / 2) % 2, i % 2];
    const first = image * 16 + row * 8 + column * 2 + 1;
    return first + (first + 1) + (first + 4) + (first + 5);
  });

tf.setBackend('cpu');
console.log(`@tensorflow/tfjs ${tf.version_core}, backend ${tf.getBackend()}`);
let asDescribed = true;
for (const batch of [1, 2]) {
  const [seen, right] = [gradient(batch), expected(batch)];
  console.log(`batch of ${batch}: expected ${right}; seen ${seen}`);
  asDescribed &&= (seen.join() === right.join()) === (batch === 1);
}
console.log('Expected: each number of x gets the sum of the weights of its four copies. Seen: for a batch of two it does not.');
process.exit(asDescribed ? 0 : 1);
SCRIPT
node gradient.js
