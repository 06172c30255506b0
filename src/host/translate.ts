/** `vscode.l10n.t`, for the parts of the host that run without an editor. Placeholders are `{0}`, `{1}`, … */
export type Translate = (message: string, ...args: (string | number)[]) => string;
