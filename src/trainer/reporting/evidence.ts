import type { Evidence } from '../../advice/evidence';
import type { Measured } from '../../protocol/measures';
import type { OpenMeasured } from '../measuring/measure-run';
import { dataFacts } from './data-facts';

/** What rules are judged by, of a run that has been measured. */
export async function evidenceOf(opened: OpenMeasured, measured: readonly Measured[]): Promise<Evidence> {
  const { record, data, history } = opened;
  const { judged, reference } = data;
  const { config, status, failure } = record;
  const isOwn = judged.part === 'validation';
  const held = history.some(({ validation }) => validation !== null);
  const trained = reference?.part === 'training' ? reference.all.length : record.data.examples;
  return {
    config,
    data: record.data,
    status,
    ...(failure && { failure }),
    history,
    trainingExamples: trained,
    validationExamples: isOwn ? judged.all.length : Number(held),
    measured,
    facts: await dataFacts(opened),
  };
}
