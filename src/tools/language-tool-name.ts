/** What the manifest calls a tool of the table. */
export const languageToolName = (name: string) => `latentLens_${name}`;
