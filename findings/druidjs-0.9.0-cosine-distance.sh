#!/bin/sh
# @saehrimnir/druidjs 0.9.0: the metric cosine gives neither the cosine distance nor what its own example says.
# Needs Node and npm. Exits non-zero if that is no longer so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes > /dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @saehrimnir/druidjs@0.9.0
cat > script.mjs <<'SCRIPT'
import { readFileSync } from 'node:fs';
import { cosine } from '@saehrimnir/druidjs';

const folder = 'node_modules/@saehrimnir/druidjs';
const { version } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
const documentation = readFileSync(`${folder}/dist/types/metrics/cosine.d.ts`, 'utf8');
const [, example] = /const distance = cosine\(a, b\); \/\/ ([\d.]+)/.exec(documentation);
console.log(`@saehrimnir/druidjs ${version}: ${/Computes the .*/.exec(documentation)[0]}`);

const similarity = 32 / Math.sqrt(14 * 77);
const seen = cosine([1, 2, 3], [4, 5, 6]);
console.log(`cosine([1, 2, 3], [4, 5, 6]): seen ${seen}, by the example of its documentation ${example}`);
console.log(`by hand: similarity ${similarity}, distance ${1 - similarity}, angle ${Math.acos(similarity)}`);
console.log('Expected: the distance. Seen: the angle in radians, as the code means it; the example shows the similarity.');
const near = (a, b) => Math.abs(a - b) < 1e-9;
process.exit(near(seen, Math.acos(similarity)) && near(Number(example), similarity) ? 0 : 1);
SCRIPT
node script.mjs
