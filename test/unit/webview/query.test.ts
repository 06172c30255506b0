import assert from 'node:assert/strict';
import type { ColumnInfo, ColumnValues } from '../../../src/protocol/data';
import { columnsOfQuery } from '../../../webview/data/query/columns';
import { completeQuery } from '../../../webview/data/query/completion';
import { evaluateQuery, type Table } from '../../../webview/data/query/evaluate';
import { parseQuery, type Query } from '../../../webview/data/query/parser';
import { QueryError, quote } from '../../../webview/data/query/tokens';

const digit: ColumnInfo = { name: 'digit', role: 'label', type: 'category', categories: ['0', '1', '10', 'a', 'A'] };
const kind: ColumnInfo = { name: 'kind of it', role: 'factor', type: 'category', categories: ['Cat', 'Dog "big"'] };
const split: ColumnInfo = { name: 'split', role: 'split', type: 'category', categories: ['train', 'validation'] };
const error: ColumnInfo = { name: 'reconstruction', role: 'measure', type: 'numeric' };
const width: ColumnInfo = { name: 'Width', role: 'feature', type: 'numeric' };
const columns = [digit, kind, split, error, width];

function tableOf(data: Readonly<Record<string, readonly number[]>>): Table {
  const values = new Map<string, ColumnValues>();
  for (const info of columns) values.set(info.name, { ...info, values: Float32Array.from(data[info.name]) });
  return { examples: data.digit.length, columns, values };
}

const small = tableOf({
  digit: [0, 1, 2, 3, 4, Number.NaN, 1],
  'kind of it': [0, 1, 0, 1, Number.NaN, 0, 1],
  split: [0, 0, 0, 1, 1, 1, 0],
  reconstruction: [10, 20, 30, 40, 50, 60, Number.NaN],
  Width: [0.1, -1, 1e30, -2.5, 0, 7, 3],
});

function ask(text: string, table = small): number[] {
  const query = parseQuery(text);
  columnsOfQuery(query, table.columns);
  return [...evaluateQuery(query, table).indices()];
}

function failure(text: string): { marked: string; sentence: string } {
  try {
    ask(text);
  } catch (caught) {
    assert.ok(caught instanceof QueryError, String(caught));
    const { offset, length, sentence } = caught;
    assert.ok(offset >= 0 && offset + length <= text.length);
    return { marked: text.slice(offset, offset + length), sentence };
  }
  return assert.fail(`${text} is a query`);
}

describe('A query', () => {
  const answers: readonly (readonly [string, readonly number[]])[] = [
    ['reconstruction > 40', [4, 5]],
    ['reconstruction >= 40 and label = "0"', []],
    ['reconstruction < 30 and digit = 1', [1]],
    ['RECONSTRUCTION <= 20 or digit = 10', [0, 1, 2]],
    ['"Reconstruction error" = 20', [1]],
    ['width = 0.1', [0]],
    ['width > 0.1', [2, 5, 6]],
    ['width = -2.5 or width = −1', [1, 3]],
    ['width > 1e10', [2]],
    ['digit = a', [3]],
    ['digit = A', [4]],
    ['digit = 01', [1, 6]],
    ['digit >= 1', [1, 2, 6]],
    ['digit != 1', [0, 2, 3, 4]],
    ['not digit = 1', [0, 2, 3, 4, 5]],
    ['digit in (0, "10", a)', [0, 2, 3]],
    ['digit not in (0, 1)', [2, 3, 4, 5]],
    ['digit is missing', [5]],
    ['digit is not missing and reconstruction is missing', [6]],
    ['"kind of it" ~ AT', [0, 2, 5]],
    ['"kind of it" = "Dog \\"big\\""', [1, 3, 6]],
    ['split = Validation', [3, 4, 5]],
    ['split = validation', [3, 4, 5]],
    ['digit=1 and not (width<0 or width>5)', [6]],
    ['digit = 0 or digit = 1 and width > 0', [0, 6]],
    ['(digit = 0 or digit = 1) and width > 0', [0, 6]],
    ['dog', [1, 3, 6]],
    ['"cat" and width > 1', [2, 5]],
    ['width ≥ 3 and digit = “10”', [2]],
    ['digit in （0，1）', [0, 1, 6]],
    ['width != 0 AND NOT width > -3', []],
  ];
  for (const [text, indices] of answers) it(`${text} answers ${indices}`, () => assert.deepEqual(ask(text), indices));

  const failures: readonly (readonly [string, string, RegExp])[] = [
    ['', '', /name of a column/],
    ['widht > 3', 'widht', /no column “widht”/],
    ['width > many', 'many', /numbers/],
    ['width ~ 3', '3', /Use = < or >/],
    ['digit = 11', '11', /no value “11”/],
    ['split < 3', '3', /no order/],
    ['width', 'width', /Expected =/],
    ['width >', '', /a value/],
    ['width > > 3', '>', /a value/],
    ['(width > 3', '(', /not closed/],
    ['width > 3)', ')', /No parenthesis/],
    ['width > 3 digit = 1', 'digit', /“and” or “or”/],
    ['digit in 3', '3', /“\(”/],
    ['digit in (1, )', ')', /a value/],
    ['digit in (1 2)', '2', /“\)”/],
    ['digit is 3', '3', /“missing”/],
    ['digit = "1', '"1', /quote/],
    ['and', 'and', /name of a column/],
    ['digit ! 3', '!', /means nothing/],
    [`${'('.repeat(50_00)}`, '(', /nested too deep/],
    [`${'not '.repeat(2000)}digit = 1`, 'not', /nested too deep/],
    ['x'.repeat(10_001), 'x'.repeat(10_001), /too long/],
  ];
  for (const [text, marked, sentence] of failures) {
    it(`${text.slice(0, 30)} is answered by a sentence at its place`, () => {
      const found = failure(text);
      assert.equal(found.marked, marked);
      assert.match(found.sentence, sentence);
    });
  }

  it('of a long chain is no deeper than a short one', () => {
    const text = Array.from({ length: 700 }, () => 'width > 3').join(' or ');
    assert.deepEqual(ask(text), [2, 5]);
  });

  it('made of anything never fails but with a sentence at a place', () => {
    const pieces = [
      'digit',
      'width',
      '"',
      "'",
      '(',
      ')',
      ',',
      '=',
      '!',
      '<',
      '>',
      '~',
      'and',
      'or',
      'not',
      'in',
      'is',
      'missing',
      '1',
      '\\',
      '“',
      '\u0000',
      '😀',
      '-1e999',
      '__proto__',
      'constructor',
    ];
    const random = generator(7);
    for (let round = 0; round < 5000; round++) {
      const text = Array.from(
        { length: Math.floor(random() * 12) },
        () => pieces[Math.floor(random() * pieces.length)],
      ).join(random() < 0.5 ? ' ' : '');
      try {
        ask(text);
      } catch (caught) {
        assert.ok(caught instanceof QueryError, `${text}: ${caught}`);
        assert.ok(caught.offset >= 0 && caught.offset + caught.length <= text.length, text);
      }
      completeQuery(text, Math.floor(random() * (text.length + 1)), columns);
    }
  });

  it('of any shape answers as a naive reading of each example does', () => {
    const random = generator(3);
    const some = (count: number, of: number) =>
      Array.from({ length: count }, () => (random() < 0.1 ? Number.NaN : Math.floor(random() * of)));
    const table = tableOf({
      digit: some(200, 5),
      'kind of it': some(200, 2),
      split: some(200, 2),
      reconstruction: some(200, 9),
      Width: some(200, 4),
    });
    for (let round = 0; round < 400; round++) {
      const text = randomQuery(random, 3);
      const query = parseQuery(text);
      const expected = Array.from({ length: 200 }, (_, index) => index).filter((index) => naive(query, table, index));
      assert.deepEqual([...evaluateQuery(query, table).indices()], expected, text);
    }
  });

  it('of three columns answers for a million examples', function () {
    const count = 1_000_000;
    const values = new Map<string, ColumnValues>();
    for (const [at, info] of [digit, error, width].entries()) {
      values.set(info.name, {
        ...info,
        values: Float32Array.from({ length: count }, (_, index) => (index * (at + 3)) % 5),
      });
    }
    const query = parseQuery('digit = 1 and reconstruction > 2 and width <= 3');
    const begun = performance.now();
    const found = evaluateQuery(query, { examples: count, columns, values });
    this.test!.title += ` (${Math.round(performance.now() - begun)} ms)`;
    const holds = (index: number) => (index * 3) % 5 === 1 && (index * 4) % 5 > 2 && (index * 5) % 5 <= 3;
    let expected = 0;
    for (let index = 0; index < count; index++) expected += holds(index) ? 1 : 0;
    assert.equal(found.count, expected);
    assert.ok(expected > 0);
  });
});

describe('The completion of a query', () => {
  const offers = (marked: string) => {
    const caret = marked.indexOf('|');
    const text = marked.replace('|', '');
    const { from, to, items } = completeQuery(text, caret, columns);
    return items.map((item) => `${text.slice(0, from)}${item.text}${text.slice(to)}`);
  };

  it('offers columns, operators by their type, values, and what goes on', () => {
    assert.deepEqual(offers('wi|'), ['Width']);
    assert.deepEqual(offers('it|'), ['digit', '"kind of it"', 'Split']);
    assert.deepEqual(offers('digit |')[0], 'digit =');
    assert.ok(offers('digit |').includes('digit is missing'));
    assert.equal(
      offers('width |').some((text) => text.endsWith('~')),
      false,
    );
    assert.deepEqual(offers('digit = |'), ['digit = 0', 'digit = 1', 'digit = 10', 'digit = a', 'digit = A']);
    assert.deepEqual(offers('digit = 1|'), ['digit = 1', 'digit = 10']);
    assert.deepEqual(offers('"kind of it" = "do|'), ['"kind of it" = "Dog \\"big\\""']);
    assert.deepEqual(offers('digit in (0, a|'), ['digit in (0, a', 'digit in (0, A']);
    assert.deepEqual(offers('digit = 1 |'), ['digit = 1 and', 'digit = 1 or']);
    assert.deepEqual(offers('digit = 1 and re| > 3'), ['digit = 1 and "Reconstruction error" > 3']);
  });

  it('offers what is then understood', () => {
    for (const column of columns) {
      const name = quote(column.name);
      for (const value of column.categories ?? ['3']) ask(`${name} = ${quote(value)}`);
    }
  });
});

/** Mulberry32. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function randomQuery(random: () => number, depth: number): string {
  const pick = <T>(items: readonly T[]) => items[Math.floor(random() * items.length)];
  if (depth > 0 && random() < 0.7) {
    const inner = () => randomQuery(random, depth - 1);
    return pick([
      () => `(${inner()} and ${inner()})`,
      () => `(${inner()} or ${inner()} or ${inner()})`,
      () => `not ${inner()}`,
    ])();
  }
  const operator = pick(['=', '!=', '<', '<=', '>', '>=']);
  return pick([
    () => `width ${operator} ${Math.floor(random() * 4)}`,
    () => `reconstruction ${operator} ${(random() * 9).toFixed(1)}`,
    () => `digit ${operator} ${pick(['0', '1', '10'])}`,
    () => `digit in (${pick(['0', 'a'])}, ${pick(['1', 'A'])})`,
    () => `${pick(['digit', 'width', '"kind of it"'])} is ${pick(['', 'not '])}missing`,
    () => `"kind of it" ~ ${pick(['a', 'big', 'zebra'])}`,
    () => pick(['cat', '"dog"', '"1"']),
  ])();
}

/** One example at a time, with no masks. */
function naive(query: Query, table: Table, index: number): boolean {
  const cell = (name: string): string | number | null => {
    const info = columns.find((column) => column.name.toLowerCase() === name.toLowerCase())!;
    const value = table.values.get(info.name)!.values[index];
    if (Number.isNaN(value)) return null;
    return info.categories ? info.categories[value] : value;
  };
  switch (query.kind) {
    case 'and':
      return query.parts.every((part) => naive(part, table, index));
    case 'or':
      return query.parts.some((part) => naive(part, table, index));
    case 'not':
      return !naive(query.part, table, index);
    case 'missing':
      return cell(query.column.text) === null;
    case 'in':
      return query.values.some((value) => cell(query.column.text) === value.text);
    case 'text':
      return ['digit', 'kind of it'].some((name) =>
        String(cell(name) ?? '')
          .toLowerCase()
          .includes(query.text.text.toLowerCase()),
      );
    case 'compare': {
      const value = cell(query.column.text);
      if (value === null) return false;
      const bound = query.value.text;
      if (query.operator === '~') return String(value).toLowerCase().includes(bound.toLowerCase());
      if (typeof value === 'string' && (query.operator === '=' || query.operator === '!='))
        return (value === bound) === (query.operator === '=');
      const [left, right] = [Number(value), Math.fround(Number(bound))];
      if (Number.isNaN(left)) return false;
      return {
        '=': left === right,
        '!=': left !== right,
        '<': left < right,
        '<=': left <= right,
        '>': left > right,
        '>=': left >= right,
      }[query.operator];
    }
  }
}
