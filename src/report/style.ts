/** Ten colours that differ for most kinds of colour vision (after Okabe & Ito 2008), on white and on black. */
const light = [
  '#0072b2',
  '#d55e00',
  '#008f66',
  '#b5527e',
  '#946a00',
  '#2f94c4',
  '#6a4fb0',
  '#5f5f5f',
  '#a61c1c',
  '#3f6b1f',
];
const dark = [
  '#56b4e9',
  '#f0883e',
  '#3fc79a',
  '#e08bb5',
  '#e0b040',
  '#8fd0f5',
  '#b3a0f0',
  '#b8b8b8',
  '#f08080',
  '#a3d070',
];

function colours(palette: readonly string[]): string {
  return palette.map((colour, i) => `--c${i}:${colour};`).join('');
}

const lightPage = `--ink:#1b1b1b;--quiet:#555;--page:#fff;--grid:#ddd;--box:#f4f4f4;${colours(light)}`;
const darkPage = `--ink:#e6e6e6;--quiet:#aaa;--page:#181818;--grid:#3a3a3a;--box:#242424;${colours(dark)}`;

/** Of charts, wherever they stand. Paper is white. */
export const chartStyle = `:root{color-scheme:light dark;${lightPage}}
@media screen and (prefers-color-scheme:dark){:root{${darkPage}}}
svg text{fill:var(--ink);font:12px system-ui,sans-serif}
svg .end{text-anchor:end}svg .middle{text-anchor:middle}svg .name{fill:var(--quiet)}
svg .group{font-weight:700;paint-order:stroke;stroke:var(--page);stroke-width:3px}
svg .grid{stroke:var(--grid)}svg .axis{stroke:var(--quiet)}
svg .line,svg .dot{fill:none;stroke:currentColor}svg .line{stroke-width:2}svg .dashed{stroke-dasharray:5 4}
svg .dot{stroke-width:4;stroke-linecap:round}svg .square{stroke-linecap:square;stroke-width:3.5}svg .key{stroke-width:9}
svg .other{color:var(--quiet)}svg .bar,svg .disc{fill:currentColor}svg .whisker{stroke:var(--ink);stroke-width:1.5}
${light.map((_, i) => `svg .c${i}{color:var(--c${i})}`).join('')}`;

export const pageStyle = `${chartStyle}
body{background:var(--page);color:var(--ink);font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.7rem;line-height:1.25}h2{margin-top:2.2rem;border-bottom:1px solid var(--grid);padding-bottom:.2rem}
a{color:var(--c0)}figure{margin:1rem 0}figcaption,caption{color:var(--quiet);text-align:left;padding:.2rem 0;caption-side:bottom}
.charts{display:flex;flex-wrap:wrap;gap:1rem}.charts svg{max-width:100%;height:auto}
img{image-rendering:pixelated;max-width:100%;height:auto;background:#fff}
.wide{overflow-x:auto}table{border-collapse:collapse;font-size:.92em}th,td{padding:.2rem .7rem .2rem 0;text-align:left;vertical-align:top}
thead th{border-bottom:1px solid var(--quiet)}tbody th{font-weight:400}tbody tr{border-bottom:1px solid var(--grid)}
td.number,th.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
pre{background:var(--box);padding:.8rem;overflow-x:auto;white-space:pre-wrap;overflow-wrap:anywhere}
:target{outline:2px solid var(--c0)}
@media print{body{max-width:none;margin:0}figure,table,pre{break-inside:avoid}h2,h3{break-after:avoid}.wide{overflow:visible}}`;
