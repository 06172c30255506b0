// What the project's scripts use of the harness.
export { launchChromium } from './chromium';
export { CodeServer, ensureSettings, freePort, writeSettings } from './code-server';
export { runInExtensionHost } from './extension-host';
export { PanelPage } from './panel-page';
export { cacheFolder } from './paths';
export { processorTimeOfGroup } from './processor-time';
export { Session } from './session';
