import { compareRuns } from './table/compare-runs';
import { decode } from './table/decode';
import { encode } from './table/encode';
import { inspectData } from './table/inspect-data';
import { listRuns } from './table/list-runs';
import { measure } from './table/measure';
import { stopTraining } from './table/stop-training';
import { train } from './table/train';
import { traverse } from './table/traverse';
import { worstReconstructions } from './table/worst-reconstructions';
import type { Tool } from './tool';

/** Every tool, in the order in which they are of use. Each server of a protocol offers these. */
export const tools: readonly Tool[] = [
  inspectData,
  train,
  listRuns,
  stopTraining,
  measure,
  compareRuns,
  worstReconstructions,
  encode,
  decode,
  traverse,
];
