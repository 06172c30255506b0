import { pngOf } from '../pictures/png';
import type { Block, Chart, Picture, Report, Table, Text } from './blocks';
import { escaped } from './escape';
import { chartStyle } from './style';

/** A file that stands beside the text. */
export interface PictureFile {
  readonly name: string;
  readonly content: string | Uint8Array;
}

export interface MarkdownReport {
  readonly text: string;
  readonly pictures: readonly PictureFile[];
}

/**
 * GitHub's Markdown. Its pictures are files of a folder beside it: neither `data:` addresses nor SVG within the text are shown there.
 * @param folder Its name
 */
export function markdownOf({ title, blocks }: Report, folder: string): MarkdownReport {
  const pictures: PictureFile[] = [];
  const picture = (content: PictureFile['content'], ending: string, words: string) => {
    const name = `${pictures.length + 1}.${ending}`;
    pictures.push({ name, content });
    return `![${plain(words)}](${encodeURI(`${folder}/${name}`)})`;
  };
  const written = blocks.map((block) => blockOf(block, picture));
  return { text: `# ${plain(title)}\n\n${written.join('\n\n')}\n`, pictures };
}

type AddPicture = (content: PictureFile['content'], ending: string, words: string) => string;

function blockOf(block: Block, picture: AddPicture): string {
  switch (block.kind) {
    case 'heading':
      return `${block.anchor ? `<a id="${escaped(block.anchor)}"></a>\n\n` : ''}${'#'.repeat(block.level)} ${plain(block.text)}`;
    case 'text':
      return textOf(block.text);
    case 'list':
      return block.items.map((item) => `- ${textOf(item)}`).join('\n');
    case 'table':
      return tableOf(block);
    case 'charts': {
      const charts = block.charts.map((chart) => picture(fileOf(chart), 'svg', `${chart.title}. ${chart.description}`));
      return `${charts.join(' ')}\n\n*${plain(block.caption)}*`;
    }
    case 'picture': {
      const shown = picture(pngOf(enlarged(block.picture)), 'png', block.description);
      return `${shown}\n\n*${plain(block.caption)}*`;
    }
    case 'code': {
      const fence = fenceFor(block.text);
      return `${fence}${block.language}\n${block.text}\n${fence}`;
    }
  }
}

function textOf(text: Text): string {
  const parts = typeof text === 'string' ? [text] : text;
  return parts.map((part) => (typeof part === 'string' ? plain(part) : `[${plain(part.text)}](#${part.to})`)).join('');
}

/** In one line, and with nothing that Markdown or HTML would take for its own. */
function plain(text: string): string {
  return text
    .replace(/\s*[\r\n]+\s*/g, ' ')
    .replace(/[\\`*_[\]#|~>]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;');
}

function tableOf({ caption, head, rows, anchors = [], numbers = [] }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, column) => (numbers.includes(column) ? '--:' : '---'));
  const body = rows.map(([first, ...others], row) => {
    const anchor = anchors[row] ? `<a id="${escaped(anchors[row])}"></a>` : '';
    return line([anchor + textOf(first), ...others.map(textOf)]);
  });
  return [line(head.map(plain)), line(rule), ...body, '', `*${plain(caption)}*`].join('\n');
}

/** Longer than any within. */
function fenceFor(text: string): string {
  const longest = [...text.matchAll(/`+/g)].reduce((most, [run]) => Math.max(most, run.length), 2);
  return '`'.repeat(longest + 1);
}

function fileOf({ width, height, title, description, content }: Chart): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${Math.ceil(height)}" width="${width}" height="${Math.ceil(height)}"><title>${escaped(title)}</title><desc>${escaped(description)}</desc><style>${chartStyle}svg{background:var(--page)}</style>${content}</svg>\n`;
}

/** Whole pixels: nobody there enlarges small pictures without smoothing them. */
function enlarged({ width, height, channels, pixels, zoom }: Picture): Picture {
  const scale = Math.max(1, Math.round(zoom));
  const large = new Uint8Array(width * height * channels * scale * scale);
  const row = width * scale * channels;
  for (let y = 0; y < height * scale; y++) {
    for (let x = 0; x < width * scale; x++) {
      const from = (Math.floor(y / scale) * width + Math.floor(x / scale)) * channels;
      for (let channel = 0; channel < channels; channel++)
        large[y * row + x * channels + channel] = pixels[from + channel];
    }
  }
  return { width: width * scale, height: height * scale, channels, pixels: large, zoom: 1 };
}
