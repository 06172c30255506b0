/** The keys of the outermost object of valid JSON, in their order, also those that occur twice. */
export function* topLevelKeys(json: string): Generator<string> {
  const token = /"(?:[^"\\]|\\.)*"|[[\]{}]/g;
  let depth = 0;
  for (const { 0: text, index } of json.matchAll(token)) {
    if (text === '{' || text === '[') depth++;
    else if (text === '}' || text === ']') depth--;
    else if (depth === 1 && isKey(json, index + text.length)) yield JSON.parse(text);
  }
}

/** Does a colon follow? */
function isKey(json: string, end: number): boolean {
  const colon = /[ \t\r\n]*:/y;
  colon.lastIndex = end;
  return colon.test(json);
}
