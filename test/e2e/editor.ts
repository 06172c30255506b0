import type { ServerAddress } from '../harness/code-server';
import { PanelPage } from '../harness/panel-page';
import { projectRoot } from '../harness/paths';
import { type Prepare, Session, type SessionOptions } from '../harness/session';

interface EditorOptions extends Omit<SessionOptions, 'vsix' | 'server'> {
  /** Which package to install: by default the one for this machine. */
  readonly target?: 'universal';
}

/** The packages by target, as the script that makes them names them. */
function packageFor(target: string): string {
  const vsix = process.env[`LATENT_LENS_VSIX_${target.toUpperCase()}`];
  if (!vsix) throw new Error(`There is no ${target} package: run the tests by npm test.`);
  return vsix;
}

/** The server that all suites share. */
function sharedServer(): ServerAddress | undefined {
  const address = process.env.LATENT_LENS_TEST_SERVER;
  return address ? JSON.parse(address) : undefined;
}

/** Opens an editor with the packaged extension before the tests of a suite, keeps evidence of failures, and closes it. */
export function useEditor(
  { target, ...options }: EditorOptions,
  prepare?: Prepare,
): { readonly session: Session; readonly panel: PanelPage } {
  let opened: Session | undefined;
  const session = () => {
    if (!opened) throw new Error('The editor is not open.');
    return opened;
  };

  before(async () => {
    // A server speaks the language that it began with.
    const server = options.locale === undefined ? sharedServer() : undefined;
    opened = await Session.open({ ...options, vsix: packageFor(target ?? 'own'), server }, prepare);
  });

  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    const evidence = await opened?.keepEvidence(this.currentTest.fullTitle());
    console.log(`      kept in ${evidence?.replace(projectRoot, '.')}`);
  });

  after(async () => {
    await opened?.close();
  });

  return {
    get session() {
      return session();
    },
    get panel() {
      return new PanelPage(session().workbench);
    },
  };
}
