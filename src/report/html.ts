import { createHash } from 'node:crypto';
import { pngOf } from '../pictures/png';
import type { Block, Chart, Picture, Report, Table, Text } from './blocks';
import { escaped } from './escape';
import { pageStyle } from './style';

/** A page that has all in itself: it runs no script, and reaches nothing. */
export function htmlOf({ title, locale, blocks }: Report): string {
  const hash = createHash('sha256').update(pageStyle).digest('base64');
  const policy = `default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; style-src 'sha256-${hash}'`;
  return `<!DOCTYPE html>
<html lang="${escaped(locale)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${pageStyle}</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
${blocks.map(blockOf).join('\n')}
</main>
</body>
</html>
`;
}

function blockOf(block: Block, number: number): string {
  switch (block.kind) {
    case 'heading': {
      const { level, text, anchor } = block;
      return `<h${level}${anchor ? ` id="${escaped(anchor)}"` : ''}>${escaped(text)}</h${level}>`;
    }
    case 'text':
      return `<p>${textOf(block.text)}</p>`;
    case 'list':
      return `<ul>\n${block.items.map((item) => `<li>${textOf(item)}</li>`).join('\n')}\n</ul>`;
    case 'table':
      return tableOf(block);
    case 'charts': {
      const charts = block.charts.map((chart, i) => svgOf(chart, `chart-${number}-${i}`));
      return `<figure><div class="charts">${charts.join('\n')}</div><figcaption>${escaped(block.caption)}</figcaption></figure>`;
    }
    case 'picture':
      return `<figure>${imageOf(block.picture, block.description)}<figcaption>${escaped(block.caption)}</figcaption></figure>`;
    case 'code':
      return `<pre><code>${escaped(block.text)}</code></pre>`;
  }
}

function textOf(text: Text): string {
  const parts = typeof text === 'string' ? [text] : text;
  return parts
    .map((part) =>
      typeof part === 'string' ? escaped(part) : `<a href="#${escaped(part.to)}">${escaped(part.text)}</a>`,
    )
    .join('');
}

function tableOf({ caption, head, rows, anchors = [], numbers = [] }: Table): string {
  const numeric = (column: number) => (numbers.includes(column) ? ' class="number"' : '');
  const heads = head.map((cell, column) => `<th scope="col"${numeric(column)}>${escaped(cell)}</th>`);
  const body = rows.map((cells, row) => {
    const [first, ...others] = cells;
    const id = anchors[row] ? ` id="${escaped(anchors[row])}"` : '';
    const own = others.map((cell, i) => `<td${numeric(i + 1)}>${textOf(cell)}</td>`);
    return `<tr${id}><th scope="row"${numeric(0)}>${textOf(first)}</th>${own.join('')}</tr>`;
  });
  return `<div class="wide"><table><caption>${escaped(caption)}</caption>
<thead><tr>${heads.join('')}</tr></thead>
<tbody>
${body.join('\n')}
</tbody></table></div>`;
}

/** @param id No other element has it. */
function svgOf({ width, height, title, description, content }: Chart, id: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="${id}-title ${id}-text" viewBox="0 0 ${width} ${Math.ceil(height)}" width="${width}" height="${Math.ceil(height)}"><title id="${id}-title">${escaped(title)}</title><desc id="${id}-text">${escaped(description)}</desc>${content}</svg>`;
}

function imageOf(picture: Picture, description: string): string {
  const { width, height, zoom } = picture;
  return `<img alt="${escaped(description)}" width="${width * zoom}" height="${height * zoom}" src="data:image/png;base64,${pngOf(picture).toString('base64')}">`;
}
