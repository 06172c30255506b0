import { PanelPage } from '../harness/panel-page';
import { projectRoot } from '../harness/paths';
import { Session, type SessionOptions } from '../harness/session';

/** Opens an editor with the packaged extension before the tests of a suite, keeps evidence of failures, and closes it. */
export function useEditor(
  options: Omit<SessionOptions, 'vsix'>,
  prepare?: (folder: string) => Promise<void>,
): { readonly session: Session; readonly panel: PanelPage } {
  let opened: Session | undefined;
  const session = () => {
    if (!opened) throw new Error('The editor is not open.');
    return opened;
  };

  before(async () => {
    const vsix = process.env.LATENT_LENS_VSIX;
    if (!vsix) throw new Error('LATENT_LENS_VSIX names no package: run the tests by npm test.');
    opened = await Session.open({ ...options, vsix }, prepare);
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
