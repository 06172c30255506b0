import { workerData } from 'node:worker_threads';
import { type SharedWork, work } from './team';

work(workerData as SharedWork);
