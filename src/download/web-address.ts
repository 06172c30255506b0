export function isWeb({ protocol }: URL): boolean {
  return protocol === 'https:' || protocol === 'http:';
}

/** An address as a person may see it. */
export function withoutPassword(address: URL | string): string {
  return String(address).replace(/\/\/[^/@]*@/, '//');
}
