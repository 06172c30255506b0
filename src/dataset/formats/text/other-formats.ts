/** Text that programs write and that is neither a table nor prose, told by how it begins. */
const formats: readonly (readonly [name: string, begins: RegExp])[] = [
  ['JSON', /^\s*(\{\s*("|\})|\[\s*([[{"\]\d-]|true|false|null))/],
  ['XML', /^\s*<(\?xml|!--|svg|rss)/i],
  ['HTML', /^\s*<(!doctype html|html|head|body)/i],
  ['ARFF', /^\s*(%[^\n]*\n\s*)*@relation\s/i],
  ['LIBSVM data', /^([+-]?[\d.]+(e[+-]?\d+)?([ \t]+\d+:\S+)+[ \t]*(#[^\n]*)?\r?\n){2}/i],
  ['a pointer of Git LFS', /^version https:\/\/git-lfs\.github\.com\//],
];

/** What a text is that is no prose; null for others. @param head Its first characters. */
export function otherFormat(head: string): string | null {
  return formats.find(([, begins]) => begins.test(head))?.[0] ?? null;
}
