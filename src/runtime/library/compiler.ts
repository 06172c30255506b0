import { findProgram } from './programs';

export interface Compiler {
  readonly command: string;
  /** That come before all others. */
  readonly args: readonly string[];
}

const usual = ['c++', 'g++', 'clang++'];

/** The C++ compiler: what CXX says (such as `ccache g++`), or the first of those that are usual. */
export async function findCompiler(): Promise<Compiler | undefined> {
  const [named, ...args] = (process.env.CXX ?? '').split(/\s+/).filter(Boolean);
  for (const name of named === undefined ? usual : [named]) {
    const command = await findProgram(name);
    if (command !== undefined) return { command, args: named === undefined ? [] : args };
  }
  return undefined;
}

/** How a person gets one, as a command. */
export function howToGetACompiler(): string {
  return process.platform === 'darwin' ? 'xcode-select --install' : 'apt install g++, dnf install gcc-c++';
}
