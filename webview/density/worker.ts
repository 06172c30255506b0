import { analysis } from './analysis';
import type { AnalysisAnswer, AnalysisKind, AnalysisQuestions, AnalysisRequest } from './messages';

/** The part of a worker's global scope that is used here. */
interface Scope {
  onmessage: ((event: MessageEvent<AnalysisRequest>) => void) | null;
  postMessage(answer: AnalysisAnswer): void;
}

const scope = globalThis as unknown as Scope;

scope.onmessage = ({ data: { kind, number, question } }) =>
  scope.postMessage({ number, answer: answerTo(kind, question) });

function answerTo<K extends AnalysisKind>(kind: K, question: AnalysisQuestions[AnalysisKind]) {
  return analysis[kind](question as AnalysisQuestions[K]);
}
