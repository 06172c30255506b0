import { tools } from '.';
import { inputSchema } from './input-schema';
import { languageToolName } from './language-tool-name';

/** The tools as `contributes.languageModelTools` has them; what people read stands in package.nls.json. */
export function manifestTools(): readonly object[] {
  return tools.map(({ name, description, input }) => ({
    name: languageToolName(name),
    toolReferenceName: `latentLens-${name.replaceAll('_', '-')}`,
    displayName: `%tool.${name}.title%`,
    userDescription: `%tool.${name}.description%`,
    modelDescription: description,
    canBeReferencedInPrompt: true,
    icon: '$(symbol-misc)',
    tags: ['latent-lens', 'autoencoder', 'machine-learning'],
    inputSchema: inputSchema(input),
  }));
}
