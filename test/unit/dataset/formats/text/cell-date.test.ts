import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type DateOrder, parseDate } from '../../../../../src/dataset/formats/csv/cell-date';

const read = (text: string, order: DateOrder = 'month-first') => {
  const bytes = Buffer.from(text);
  return parseDate(bytes, 0, bytes.length, order);
};
const seconds = (text: string, order?: DateOrder) => read(text, order)?.seconds;
const utc = (text: string) => Date.parse(text) / 1000;

describe('Dates in cells', () => {
  it('are read as ISO 8601 writes them', () => {
    const dates = fc.date({
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(dates, (date) => {
        const iso = date.toISOString();
        assert.deepEqual(read(iso), { seconds: date.getTime() / 1000, hasTime: true });
        assert.deepEqual(read(iso.slice(0, 10)), { seconds: utc(iso.slice(0, 10)), hasTime: false });
        assert.equal(seconds(iso.slice(0, 16).replace('T', ' ')), utc(`${iso.slice(0, 16)}Z`));
      }),
    );
  });

  it('are read as people write them', () => {
    const day = utc('2020-03-31');
    for (const text of [
      '2020/3/31',
      '2020.03.31',
      '31.3.2020',
      '3/31/2020',
      '31/3/2020',
      '31 Mar 2020',
      '31. March 2020',
      '31-Mar-2020',
      'Mar 31, 2020',
      'march 31 2020',
    ]) {
      assert.deepEqual([text, seconds(text)], [text, day]);
    }
    const time = day + 14 * 3600 + 5 * 60;
    for (const text of [
      '2020-03-31 14:05',
      '2020-03-31T14:05:00',
      '2020-03-31T14:05Z',
      '2020-03-31T16:05+02:00',
      '2020-03-31 08:35:00 -0530',
      '31.03.2020 14:05',
      '3/31/2020 2:05 PM',
      '3/31/2020, 2:05:00 pm',
      'Mar 31, 2020 14:05:00',
    ]) {
      assert.deepEqual([text, seconds(text)], [text, time]);
    }
    assert.equal(seconds('3/31/2020 12:00 AM'), day);
    assert.equal(seconds('2020-03-31 00:00:00.25'), day + 0.25);
  });

  it('tell whether the day or the month comes first, where they can', () => {
    assert.equal(read('3/31/2020')?.order, 'month-first');
    assert.equal(read('3/31/20')?.order, 'month-first');
    assert.equal(seconds('1/2/68 14:30', 'day-first'), utc('2068-02-01T14:30'));
    assert.equal(seconds('1/2/69', 'day-first'), utc('1969-02-01'));
    for (const none of ['1.2.10', '1-2-10', '1/2', '13/13/20', '1/2/3']) assert.equal(read(none), undefined, none);
    assert.equal(read('31/3/2020')?.order, 'day-first');
    assert.equal(read('3/4/2020')?.order, 'unknown');
    assert.equal(read('4/4/2020')?.order, undefined);
    assert.equal(read('3.4.2020')?.order, undefined);
    assert.equal(seconds('3/4/2020', 'month-first'), utc('2020-03-04'));
    assert.equal(seconds('3/4/2020', 'day-first'), utc('2020-04-03'));
  });

  it('are nothing else', () => {
    for (const text of [
      '2020-02-30',
      '2020-13-01',
      '2020-00-10',
      '31/31/2020',
      '2020-3/31',
      '20200331',
      '2020-03',
      '12:30:00',
      '1.2.3.2020',
      '2020-03-31 25:00',
      '2020-03-31 10:61',
      '2020-03-31 13:00 PM',
      '2020-03-31T',
      '31 Foo 2020',
      'version 2020-03-31',
      '192.168.2020.1',
      '2020-03-31 10:00:00 and more of it',
    ]) {
      assert.equal(read(text), undefined, text);
    }
  });
});
