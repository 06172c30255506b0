import { UserError } from '../protocol/errors';
import type { SentenceCode } from '../protocol/sentences';
import { withoutPassword } from './web-address';

/** A request that failed and may succeed when it is made again. What fails for good is a UserError at once. */
export class Interruption extends Error {
  constructor(
    private readonly code: SentenceCode,
    private readonly params: Readonly<Record<string, string | number>>,
    options?: ErrorOptions,
  ) {
    super(code, options);
  }

  /** What to say when it is not tried again. */
  after(attempts: number): UserError {
    return new UserError(this.code, { ...this.params, attempts }, { cause: this });
  }
}

/** Failures of the network that pass. A wrong certificate or an unknown host stays one. */
const passing = new Set([
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETUNREACH',
  'EPIPE',
  'ETIMEDOUT',
]);

/** What the network says about a request, as an Interruption or a UserError. Those two pass through. */
export function networkFailure(error: unknown, url: URL): unknown {
  if (error instanceof UserError || error instanceof Interruption || !(error instanceof Error)) return error;
  const code = 'code' in error ? String(error.code) : '';
  // Several addresses of one host fail together in an error without words.
  const reason = error.message || code;
  const interruption = new Interruption(
    'download.unreachable',
    { url: withoutPassword(url), reason },
    { cause: error },
  );
  // HPE: the answer is no HTTP, as when a connection breaks in the middle of a header.
  return passing.has(code) || code.startsWith('HPE_') ? interruption : interruption.after(1);
}
