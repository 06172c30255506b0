#!/bin/sh
# ml-pca 4.1.1: with the method NIPALS, eigenvalues are n - 1 times, and standard deviations sqrt(n - 1) times, too great.
# Needs Node and npm. Exits non-zero if that is no longer so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes > /dev/null
npm install --silent --no-audit --no-fund --ignore-scripts ml-pca@4.1.1
cat > script.js <<'SCRIPT'
const { PCA } = require('ml-pca');

const rows = [[1, 2, 3], [2, 1, 0], [4, 4, 1], [0, 3, 5], [7, 1, 2]];
const text = (numbers) => numbers.map((number) => number.toFixed(3)).join();
let asDescribed = true;
for (const method of ['SVD', 'covarianceMatrix', 'NIPALS']) {
  const pca = new PCA(rows, { method, nCompNIPALS: 3 });
  const scores = pca.predict(rows).transpose().to2DArray();
  // The scores have the mean 0; n - 1 in the denominator, as in getExplainedVariance by the other two methods.
  const expected = scores.map((column) => column.reduce((sum, score) => sum + score ** 2, 0) / (rows.length - 1));
  const [eigenvalues, deviations] = [pca.getEigenvalues(), pca.getStandardDeviations()];
  console.log(
    `${method}: eigenvalues ${text(eigenvalues)}, variances of the scores ${text(expected)};\n` +
      `  getStandardDeviations ${text(deviations)}, of the scores ${text(expected.map(Math.sqrt))}`,
  );
  const factor = method === 'NIPALS' ? rows.length - 1 : 1;
  asDescribed &&= expected.every((variance, i) => Math.abs(eigenvalues[i] / variance - factor) < 1e-3);
  asDescribed &&= expected.every((variance, i) => Math.abs(deviations[i] ** 2 / variance - factor) < 1e-3);
}
console.log('ml-pca 4.1.1. Expected: the same from each method, as the scores are the same up to signs. Seen: 4 and 2 times with NIPALS.');
process.exit(asDescribed ? 0 : 1);
SCRIPT
node script.js
