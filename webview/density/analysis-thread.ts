import source from 'worker:./worker.ts';
import { analysis } from './analysis';
import type { AnalysisAnswer, AnalysisAnswers, AnalysisKind, AnalysisQuestions } from './messages';

/** Looks at points as a whole, in a thread of its own, which starts with the first question; where the page may start none, here. */
class AnalysisThread {
  private worker: Worker | null = null;
  private refused = false;
  private number = 0;
  private readonly asked = new Map<number, { answer(answer: unknown): void; fail(): void }>();

  async ask<K extends AnalysisKind>(kind: K, question: AnalysisQuestions[K]): Promise<AnalysisAnswers[K]> {
    const worker = this.start();
    if (!worker) return analysis[kind](question);
    const number = ++this.number;
    try {
      return await new Promise<AnalysisAnswers[K]>((resolve, reject) => {
        this.asked.set(number, { answer: (answer) => resolve(answer as AnalysisAnswers[K]), fail: reject });
        worker.postMessage({ kind, number, question });
      });
    } catch {
      return analysis[kind](question);
    } finally {
      this.asked.delete(number);
    }
  }

  private start(): Worker | null {
    if (this.worker || this.refused) return this.worker;
    const address = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
    try {
      this.worker = new Worker(address);
      this.worker.onmessage = ({ data }: MessageEvent<AnalysisAnswer>) =>
        this.asked.get(data.number)?.answer(data.answer);
      this.worker.onerror = () => this.fail();
    } catch {
      this.fail();
    }
    return this.worker;
  }

  private fail(): void {
    this.refused = true;
    this.worker?.terminate();
    this.worker = null;
    for (const { fail } of [...this.asked.values()]) fail();
  }
}

const thread = new AnalysisThread();

/** The answer to a question about points as a whole. */
export function analyse<K extends AnalysisKind>(kind: K, question: AnalysisQuestions[K]): Promise<AnalysisAnswers[K]> {
  return thread.ask(kind, question);
}
