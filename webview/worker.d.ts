/** A worker's bundle, as text. */
declare module 'worker:*' {
  const source: string;
  export default source;
}
