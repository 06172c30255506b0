import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { PNG } from 'pngjs';
import type { Block, Report } from '../../../src/report/blocks';
import { scatter } from '../../../src/report/charts/scatter';
import { htmlOf } from '../../../src/report/html';
import { markdownOf } from '../../../src/report/markdown';

const evil = '<script>alert("1")</script> & \'x\' *b* [l](http://e.vil) | `c` \u0007';

const chart = scatter({
  title: evil,
  description: evil,
  points: Float32Array.of(0, 0, 1, 1, Number.NaN, 2),
  names: [evil, 'y'],
  groups: Int32Array.of(0, 0, -1),
  groupNames: [evil],
  others: 'others',
});

const picture = { width: 2, height: 1, channels: 1, pixels: Uint8Array.of(0, 200), zoom: 3 } as const;
const blocks: readonly Block[] = [
  { kind: 'heading', level: 2, text: evil, anchor: 'here' },
  { kind: 'text', text: ['to ', { text: evil, to: 'here' }] },
  { kind: 'list', items: [evil] },
  {
    kind: 'table',
    caption: evil,
    head: ['a', evil],
    rows: [
      [evil, '1'],
      ['b', '2'],
    ],
    anchors: ['row', ''],
    numbers: [1],
  },
  { kind: 'charts', caption: evil, charts: [chart, chart] },
  { kind: 'picture', caption: evil, description: evil, picture },
  { kind: 'code', language: 'json', text: `${evil}\n\`\`\`\n` },
];
const report: Report = { title: evil, locale: 'en', blocks };

describe('A report as a page', () => {
  const page = htmlOf(report);

  it('has what data and people say as text alone, and nothing that runs or is fetched', () => {
    assert.doesNotMatch(page, /<script|<iframe|<link|<object|\son\w+=|src="(?!data:image\/png;base64,)/i);
    assert.doesNotMatch(page, /href="(?!#)/);
    assert.ok(!page.includes('\u0007') && !page.includes('style="'));
    assert.match(page, /&lt;script&gt;alert\(&quot;1&quot;\)/);
  });

  it('lets its own style sheet through its policy, and nothing else', () => {
    const [, style] = /<style>([\s\S]*?)<\/style>/.exec(page) ?? [];
    const hash = createHash('sha256').update(style).digest('base64');
    const [, policy] = /Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
    assert.match(policy, /^default-src 'none';/);
    assert.ok(policy.includes(`style-src 'sha256-${hash}'`), policy);
    assert.doesNotMatch(style, /url\(|@import|</);
  });

  it('can be read without eyes: charts and pictures are named, tables have headings, and no name is there twice', () => {
    const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    assert.equal(new Set(ids).size, ids.length);
    const named = [...page.matchAll(/aria-labelledby="([^"]*)"/g)].flatMap(([, names]) => names.split(' '));
    assert.ok(named.length === 4 && named.every((name) => ids.includes(name)), named.join());
    const targets = [...page.matchAll(/href="#([^"]*)"/g)].map(([, target]) => target);
    assert.ok(targets.length === 1 && targets.every((target) => ids.includes(target)));
    assert.equal(page.match(/<th scope="col"/g)?.length, 2);
    assert.equal(page.match(/<th scope="row"/g)?.length, 2);
    assert.equal(page.match(/<h1>/g)?.length, 1);
  });

  it('has pictures as they are', () => {
    const [, data] = /data:image\/png;base64,([^"]+)/.exec(page) ?? [];
    const { width, height, data: pixels } = PNG.sync.read(Buffer.from(data, 'base64'));
    assert.deepEqual([width, height, [...pixels]], [2, 1, [0, 0, 0, 255, 200, 200, 200, 255]]);
  });

  it('leaves out points that have no place, and draws all others', () => {
    const dots = [...chart.content.matchAll(/<path class="dot [^"]*(?<! key)" d="([^"]*)"/g)]
      .map(([, d]) => d)
      .join('');
    const drawn = dots.match(/M[\d.]+ [\d.]+h0/g)?.length;
    assert.equal(drawn, 2);
    assert.doesNotMatch(chart.content, /NaN/);
  });
});

describe('A report as Markdown', () => {
  const { text, pictures } = markdownOf(report, 'my report_files');

  it('has its pictures in files beside it, whose names it has', () => {
    assert.deepEqual(
      pictures.map(({ name }) => name),
      ['1.svg', '2.svg', '3.png'],
    );
    for (const { name } of pictures) assert.ok(text.includes(`](my%20report_files/${name})`), name);
    const large = PNG.sync.read(Buffer.from(pictures[2].content as Uint8Array));
    assert.deepEqual([large.width, large.height], [6, 3]);
    assert.match(
      String(pictures[0].content),
      /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"[\s\S]*<style>[\s\S]*prefers-color-scheme/,
    );
    assert.doesNotMatch(String(pictures[0].content), /<script/);
  });

  it('keeps what data say from being Markdown or HTML', () => {
    const fence = /````json\n[\s\S]*\n````/.exec(text)?.[0];
    assert.ok(fence, 'a fence longer than that within');
    const rest = text.replace(fence, '');
    assert.doesNotMatch(rest, /<script|(?<!\\)\[l|(?<!\\)\*b/);
    const table = rest.split('\n').filter((line) => line.startsWith('| '));
    assert.deepEqual(
      table.map((line) => line.split(/(?<!\\)\|/).length),
      [4, 4, 4, 4],
    );
  });
});
