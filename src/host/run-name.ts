import { basename, parse } from 'node:path';
import type { RunRequest } from '../protocol/config';

/** As long as a request may have it. */
const longest = 80;

/**
 * The request with the name that its run is going to have, where the person gave none: so what is shown of the run is
 * called the same from the first moment on.
 * @param dataName What the data are called, where that is known better than by their place.
 */
export function withName(request: RunRequest, dataName?: string): RunRequest {
  if (request.name !== undefined) return request;
  const source = typeof request.data === 'string' ? request.data : request.data.source;
  const words = [dataName ?? nameOf(source), request.model?.kind ?? 'vae', request.preset ?? ''];
  return { ...request, name: words.join(' ').trim().slice(0, longest) };
}

function nameOf(source: string): string {
  return source.startsWith('builtin:')
    ? source.slice('builtin:'.length)
    : parse(basename(source).replace(/\.gz$/i, '')).name;
}
