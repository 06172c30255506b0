export { builtinNames } from './builtin/builtin-source';
export type { Dataset, EncodedColumn, Encoding, Render } from './dataset';
export { discoverData } from './discover';
export { downloadDataSet, downloadOffers } from './download/set-download';
export { fingerprint } from './fingerprint';
export { encodeNpy, readNpy, writeNpy } from './npy';
export { describeData, type OpenOptions, openDataset } from './open';
export { render } from './render';
