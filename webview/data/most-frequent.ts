/** The places of the largest counts that are not 0, at most so many: in their order, or, where some are left out, by count. */
export function mostFrequent(counts: Int32Array, limit: number): readonly number[] {
  const places: number[] = [];
  let more = false;
  for (let at = 0; at < counts.length; at++) {
    if (counts[at] === 0) continue;
    if (places.length === limit) {
      more = true;
      if (counts[at] <= counts[places[limit - 1]]) continue;
      places.pop();
    }
    let place = places.length;
    while (place > 0 && counts[places[place - 1]] < counts[at]) place--;
    places.splice(place, 0, at);
  }
  return more ? places : places.sort((a, b) => a - b);
}
