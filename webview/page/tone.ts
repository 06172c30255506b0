/** Names the kind of the palette in the way that an editor names its theme's. */
export function followSystemTone(): void {
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  const tell = () => {
    document.body.classList.toggle('vscode-dark', dark.matches);
    document.body.classList.toggle('vscode-light', !dark.matches);
    document.body.dataset.vscodeThemeId = dark.matches ? 'dark' : 'light';
  };
  dark.addEventListener('change', tell);
  tell();
}
