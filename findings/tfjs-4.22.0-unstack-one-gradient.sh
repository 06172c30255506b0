#!/bin/sh
# @tensorflow/tfjs 4.22.0: tf.unstack along an axis of length 1 has a value and no gradient: its gradient throws, where that of two is right.
# A recurrent network that goes through a sequence of one place cannot be trained. Needs Node and npm. Exits non-zero if that is no longer so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes > /dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @tensorflow/tfjs@4.22.0
cat > script.js <<'SCRIPT'
const tf = require('@tensorflow/tfjs');

tf.enableProdMode();
tf.setBackend('cpu');
/** The gradient of the sum of the squares of all that a tensor is unstacked to, which is 2 x. */
const gradient = (rows) => {
  const x = tf.range(1, 2 * rows + 1).reshape([rows, 2]);
  const squares = (x) => tf.addN(tf.unstack(x).map((row) => tf.sum(tf.square(row))));
  try {
    return `${tf.grad(squares)(x).dataSync()}`;
  } catch (error) {
    return `Error: ${error.message}`;
  }
};
const [one, two] = [gradient(1), gradient(2)];
console.log(`@tensorflow/tfjs ${tf.version_core}, the gradient of tf.unstack(x), x of [rows, 2]`);
console.log(`2 rows: ${two} (exact 2,4,6,8)\n1 row:  ${one} (exact 2,4)`);
console.log('Expected: both exact. Seen: of one row an error, since a gradient that comes alone is not taken for a list of one.');
process.exit(two === '2,4,6,8' && one.startsWith('Error') ? 0 : 1);
SCRIPT
node script.js
