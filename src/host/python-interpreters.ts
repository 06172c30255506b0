import * as v from 'valibot';
import * as vscode from 'vscode';

/** The part of the Python extension's interface that tells which interpreter is selected. */
const PythonApi = v.object({ environments: v.object({ getActiveEnvironmentPath: v.function() }) });
const EnvironmentPath = v.object({ path: v.string() });

/** The interpreters that are selected in the Python extension, for the whole and for each folder, if it runs. */
export function selectedInterpreters(): readonly string[] {
  const extension = vscode.extensions.getExtension('ms-python.python');
  const api: unknown = extension?.isActive ? extension.exports : undefined;
  if (!v.is(PythonApi, api)) return [];
  const resources = [undefined, ...(vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri)];
  const paths = resources.flatMap((resource) => {
    const answer: unknown = api.environments.getActiveEnvironmentPath(resource);
    return v.is(EnvironmentPath, answer) ? [answer.path] : [];
  });
  return [...new Set(paths)];
}
