/** Arrows, Home and End go from cell to cell of a grid that is one stop for Tab. @param across Cells of a row. */
export function goByArrows(grid: HTMLElement, across: number): void {
  grid.addEventListener('keydown', (event) => {
    const cells = [...grid.children] as HTMLElement[];
    const at = cells.indexOf(document.activeElement as HTMLElement);
    const column = at % across;
    const to = {
      ArrowRight: column + 1 < across ? at + 1 : undefined,
      ArrowLeft: column > 0 ? at - 1 : undefined,
      ArrowDown: at + across,
      ArrowUp: at - across,
      Home: 0,
      End: cells.length - 1,
    }[event.key];
    if (at < 0 || to === undefined || !(to in cells)) return;
    event.preventDefault();
    for (const [place, cell] of cells.entries()) cell.tabIndex = place === to ? 0 : -1;
    cells[to].focus();
  });
}
