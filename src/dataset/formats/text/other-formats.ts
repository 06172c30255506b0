/** Text that programs write and that is neither a table nor prose, told by how it begins. */
const formats: readonly (readonly [name: string, begins: RegExp])[] = [
  ['JSON', /^\s*(\{\s*("|\})|\[\s*([[{"\]\d-]|true|false|null))/],
  ['XML', /^\s*<(\?xml|!--|svg|rss)/i],
  ['HTML', /^\s*<(!doctype html|html|head|body)/i],
  ['ARFF', /^\s*(%[^\n]*\n\s*)*@relation\s/i],
  ['LIBSVM data', /^([+-]?[\d.]+(e[+-]?\d+)?([ \t]+(\d+|qid):\S+)+[ \t]*(#[^\n]*)?\r?\n){2}/i],
  ['a pointer of Git LFS', /^version https:\/\/git-lfs\.github\.com\//],
  ['a table whose cells stand apart by ::', /^(\d+::[^\n]*\n){3}/],
  ['pairs of names and values (a=1 b=2)', /^([A-Za-z_][\w.]*=\S+([ \t]+[A-Za-z_][\w.]*=\S+)+[ \t]*\r?\n){3}/],
  ['FASTA sequences', /^>\S[^\n]*\r?\n([A-Z*-]{8,}|[acgtun]{8,})\r?\n/],
  ['FASTQ reads', /^@\S[^\n]*\r?\n[ACGTN.]+\r?\n\+/],
  ['VCF variants', /^##fileformat=VCF/],
  ['a SAM alignment', /^@HD\tVN:/],
  ['GFF annotations', /^##gff-version/],
  ['a GenBank record', /^LOCUS {4,}\S/],
  ['NEXUS data', /^#NEXUS\b/i],
  ['a GEO record', /^(\^DATABASE|[!"]*(Series|Sample)_title)\b/],
  ['a PDB structure', /^(HEADER {4}|CRYST1 |ATOM {2,}\d+ )/],
  ['a CIF structure', /^(#[^\n]*\n)*data_\S+\s*\n(#\s*\n)?\s*(_|loop_)/],
  ['an STL mesh', /^solid [^\n]*\n\s*facet normal/],
  ['a PLY mesh', /^ply\r?\nformat /],
  ['an OFF mesh', /^OFF\s*\n\d+ \d+ \d+/],
  ['an OBJ mesh', /^((#|mtllib|usemtl|[og]) ?[^\n]*\n|[ \t\r]*\n)*v( +[-+.\de]+){3,}\s*\n/],
  ['an ESRI grid', /^ncols\s+\d+\s*\nnrows\s+\d+/i],
  ['SQL', /^(--[^\n]*\n|\/\*[\s\S]*?\*\/;?|\s)*(create table|insert into|drop table|begin transaction|pragma )/i],
  ['a SAS transport file', /^HEADER RECORD\*{7}/],
  ['an SPSS portable file', /^.{0,80}\n?.{0,80}\n?.{0,80}ASCII SPSS PORT FILE/],
  ["R's code of data", /^structure\(/],
  ['RTF', /^\{\\rtf/],
  ['LaTeX', /^\s*(%[^\n]*\n\s*)*\\(documentclass|begin\{)/],
  ['BibTeX', /^\s*(%[^\n]*\n\s*)*@(article|book|incollection|inproceedings|misc|phdthesis|techreport)\s*\{/i],
  ['PostScript', /^%!PS/],
  ['a calendar', /^BEGIN:VCALENDAR/],
  ['address cards', /^BEGIN:VCARD/],
  ['subtitles', /^(WEBVTT\b|1\r?\n\d\d:\d\d:\d\d,\d{3} -->)/],
  ['YAML', /^%YAML /],
];

/** What a text is that is no prose; null for others. @param head Its first characters. */
export function otherFormat(head: string): string | null {
  return formats.find(([, begins]) => begins.test(head))?.[0] ?? null;
}
