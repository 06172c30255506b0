#!/bin/sh
# @tensorflow/tfjs 4.22.0: where(x >= a, ...) has a gradient by x, where(x < a, ...), which says the same, has none: tf.less, tf.lessEqual and
# tf.greater lack the gradient of 0 that tf.greaterEqual has, and a function with one of them throws. Needs Node and npm.
# Exits non-zero if that is no longer so.
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
/** Twice what is above 0, and what is below as it is: written in four ways, of which each has the slopes 1 and 2. */
const ways = {
  greaterEqual: (x) => tf.where(tf.greaterEqual(x, 0), tf.mul(x, 2), x),
  greater: (x) => tf.where(tf.greater(x, 0), tf.mul(x, 2), x),
  less: (x) => tf.where(tf.less(x, 0), x, tf.mul(x, 2)),
  lessEqual: (x) => tf.where(tf.lessEqual(x, 0), x, tf.mul(x, 2)),
};
const slopes = (way) => {
  try {
    return `${tf.grad((x) => tf.sum(way(x)))(tf.tensor1d([-1, 1])).dataSync()}`;
  } catch (error) {
    return `Error: ${error.message}`;
  }
};
console.log(`@tensorflow/tfjs ${tf.version_core}, slopes at -1 and 1 (exact: 1,2)`);
const seen = Object.entries(ways).map(([name, way]) => [name, slopes(way)]);
for (const [name, text] of seen) console.log(`${name}: ${text}`);
console.log('Expected: the same four times. Seen: with greaterEqual alone.');
const [[, right], ...others] = seen;
process.exit(right === '1,2' && others.every(([, text]) => text.startsWith('Error')) ? 0 : 1);
SCRIPT
node script.js
