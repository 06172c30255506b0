/** `vscode.l10n.t`, for the parts of the host that run without an editor. */
export type { Translate } from '../protocol/problems';
