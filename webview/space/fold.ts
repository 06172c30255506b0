import './fold.css';
import { h } from '../dom';
import { icon } from '../icons';

/** A stage that is narrower, in pixels, has no room for what lies over its points but for heads. */
const narrow = 480;

interface FoldOptions {
  readonly testid: string;
  readonly title: HTMLElement;
  /** Null: nobody chose. */
  chosen(): boolean | null;
  choose(open: boolean): void;
}

export interface Fold {
  /** A button with the title on it. */
  readonly head: HTMLButtonElement;
  /** To be called when somebody chose. */
  draw(): void;
}

/** Opens and closes what stands over the points below its head; as long as nobody chose, it is open where there is room. */
export function createFold(element: () => HTMLElement, body: HTMLElement, options: FoldOptions): Fold {
  const { testid, title, chosen, choose } = options;
  const head = h(
    'button',
    {
      type: 'button',
      class: 'fold-head',
      testid,
      'aria-expanded': 'true',
      on: { click: () => choose(Boolean(body.hidden)) },
    },
    icon('down'),
    title,
  );
  const draw = () => {
    const width = element().parentElement?.clientWidth ?? 0;
    const open = chosen() ?? (width === 0 || width >= narrow);
    head.setAttribute('aria-expanded', String(open));
    body.hidden = !open;
  };
  // What it stands over has its size once it is in the page.
  const sizes = new ResizeObserver(draw);
  requestAnimationFrame(() => {
    const stage = element().parentElement;
    if (stage) sizes.observe(stage);
  });
  return { head, draw };
}
