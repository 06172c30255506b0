export { builtinNames } from './builtin/builtin-source';
export type { Dataset, EncodedColumn, Encoding, Render } from './dataset';
export { discoverData } from './discover';
export { fingerprint } from './fingerprint';
export { encodeNpy, readNpy, writeNpy } from './npy';
export { describeData, type OpenOptions, openDataset } from './open';
export { render } from './render';
