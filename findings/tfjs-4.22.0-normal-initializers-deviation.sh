#!/bin/sh
# @tensorflow/tfjs 4.22.0: the initializers glorotNormal, heNormal and leCunNormal have 0.88 of the standard deviation that is documented.
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
const [fanIn, fanOut] = [800, 1200];
const documented = {
  glorotNormal: Math.sqrt(2 / (fanIn + fanOut)),
  heNormal: Math.sqrt(2 / fanIn),
  leCunNormal: Math.sqrt(1 / fanIn),
};
let asDescribed = true;
for (const [name, expected] of Object.entries(documented)) {
  const weights = tf.initializers[name]({ seed: 3 }).apply([fanIn, fanOut]);
  const seen = Math.sqrt(tf.moments(weights).variance.dataSync()[0]);
  console.log(`${name}, ${fanIn} to ${fanOut}: documented ${expected.toFixed(5)}; seen ${seen.toFixed(5)}, ratio ${(seen / expected).toFixed(4)}`);
  asDescribed &&= Math.abs(seen / expected - 0.8796) < 0.003;
}
console.log('Expected: the documented deviation, as in Keras, which widens the normal distribution before it cuts it at two deviations.');
console.log('Seen: the cut distribution as it is, with 0.8796 of that.');
process.exit(asDescribed ? 0 : 1);
SCRIPT
node script.js
