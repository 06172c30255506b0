#!/bin/sh
# @tensorflow/tfjs 4.22.0: tf.layers.conv2dTranspose accepts dilationRate and ignores it.
# Needs Node and npm. Exits non-zero if that is no longer so.
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
console.log(`@tensorflow/tfjs ${tf.version_layers}`);
const output = (dilationRate) => {
  const layer = tf.layers.conv2dTranspose({ filters: 1, kernelSize: 2, dilationRate, kernelInitializer: 'ones', inputShape: [1, 1, 1] });
  const y = tf.sequential({ layers: [layer] }).predict(tf.ones([1, 1, 1, 1]));
  const text = `${y.shape[1]} x ${y.shape[2]}: ${[...y.dataSync()]}`;
  console.log(`conv2dTranspose of one 1, kernel 2 x 2 of ones, dilationRate ${layer.dilationRate}: ${text}`);
  return text;
};
const [plain, dilated] = [output(1), output(2)];
console.log('Expected for dilationRate 2: 3 x 3: 1,0,1,0,0,0,1,0,1, the taps two apart, as in Keras. Seen: the same as for 1, no error.');
process.exit(plain === '2 x 2: 1,1,1,1' && dilated === plain ? 0 : 1);
SCRIPT
node script.js
