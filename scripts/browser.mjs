/**
 * The browser of the browser tests. It is looked for in this order: SECANT_BROWSER (a path), an installed
 * Chrome or Chromium, the one Playwright has downloaded. If there is none, Playwright's download is tried, and,
 * as root on Debian, the `chromium` package. If that fails too, the error says what was tried and what to
 * install. What is found must answer `--version`: some systems have a `chromium` that only asks for another
 * package.
 *
 *     node scripts/browser.mjs        prints the path, installing if need be
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';
import { chromium } from 'playwright-core';
import { isMain, toolPath } from './project.mjs';

/**
 * A browser that can be started.
 * @typedef {object} Browser
 * @property {string} path
 * @property {'SECANT_BROWSER' | 'installed' | 'playwright' | 'debian'} origin
 */

/**
 * The machine, as far as the search sees it. The tests put another one in its place.
 * @typedef {object} Machine
 * @property {NodeJS.Platform} platform
 * @property {Readonly<Record<string, string | undefined>>} env
 * @property {string} home
 * @property {boolean} isRoot
 * @property {(path: string) => boolean} isExecutable
 * @property {() => string} playwrightPath  where Playwright's own browser is or would be
 * @property {(command: string, args: readonly string[], options: RunOptions) => RunResult} run
 * @property {(line: string) => void} log
 */

/** @typedef {{ timeout: number, quiet?: boolean, env?: Record<string, string> }} RunOptions milliseconds */
/** @typedef {{ ok: boolean, output: string }} RunResult `output` is what a quiet program wrote, or why it ended */

/** @type {Machine} */
const thisMachine = {
  platform: process.platform,
  env: process.env,
  home: homedir(),
  isRoot: process.getuid?.() === 0,
  isExecutable(path) {
    try {
      accessSync(path, constants.X_OK);
      return statSync(path).isFile();
    } catch {
      return false;
    }
  },
  playwrightPath: () => chromium.executablePath(),
  run(command, args, { timeout, quiet = false, env }) {
    const result = spawnSync(command, args, {
      timeout,
      killSignal: 'SIGKILL',
      encoding: 'utf8',
      // Progress goes to stderr, so that stdout holds results only.
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 2, 2],
      env: { ...process.env, ...env },
    });
    const ended =
      result.error?.message ??
      (result.signal ? `ended by ${result.signal}` : `exit code ${result.status ?? 'unknown'}`);
    const output = `${result.stdout ?? ''}${result.stderr ?? ''}`.trim();
    return { ok: result.status === 0, output: output === '' ? ended : output };
  },
  log: (line) => console.error(line),
};

const minute = 60_000;

/**
 * Where Chrome and Chromium are usually installed, then the same names on PATH.
 * @param {Machine} machine
 * @returns {string[]}
 */
function usualPlaces({ platform, env, home }) {
  const path = platform === 'win32' ? win32 : posix;
  const onPath = (/** @type {readonly string[]} */ names) => {
    const folders = (env['PATH'] ?? env['Path'] ?? '').split(platform === 'win32' ? ';' : ':').filter((f) => f !== '');
    return names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  };
  if (platform === 'win32') {
    const folders = [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']].filter((f) => f !== undefined);
    return [
      ...folders.map((folder) => path.join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe')),
      ...folders.map((folder) => path.join(folder, 'Chromium', 'Application', 'chrome.exe')),
      ...onPath(['chrome.exe', 'chromium.exe']),
    ];
  }
  if (platform === 'darwin') {
    const apps = ['/Applications', path.join(home, 'Applications')];
    return [
      ...apps.map((folder) => path.join(folder, 'Google Chrome.app/Contents/MacOS/Google Chrome')),
      ...apps.map((folder) => path.join(folder, 'Chromium.app/Contents/MacOS/Chromium')),
      ...onPath(['google-chrome', 'chromium']),
    ];
  }
  return [
    '/usr/bin/google-chrome-stable',
    '/usr/bin/google-chrome',
    '/opt/google/chrome/chrome',
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    ...onPath(['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser']),
  ];
}

/**
 * Why a program cannot serve as the browser, or undefined if it can.
 * @param {string} path
 * @param {Machine} machine
 */
function fault(path, machine) {
  // On Windows chrome.exe --version opens a window and prints nothing.
  if (machine.platform === 'win32') return undefined;
  const answer = machine.run(path, ['--version'], { timeout: minute / 2, quiet: true });
  return answer.ok ? undefined : `does not start: ${lastLine(answer.output)}`;
}

/** @param {string} text */
function lastLine(text) {
  return text.trim().split('\n').at(-1) ?? '';
}

/**
 * Looks for a browser and installs nothing.
 * @param {Machine} [machine]
 * @param {string[]} [tried] gets a line for each place that had none
 * @returns {Browser | undefined}
 * @throws {Error} if SECANT_BROWSER is set to something that is not a browser
 */
export function findBrowser(machine = thisMachine, tried = []) {
  const chosen = machine.env['SECANT_BROWSER'];
  if (chosen !== undefined && chosen !== '') {
    const why = machine.isExecutable(chosen) ? fault(chosen, machine) : 'is not an executable file';
    if (why !== undefined) throw new Error(`SECANT_BROWSER is set, but ${chosen} ${why}`);
    return { path: chosen, origin: 'SECANT_BROWSER' };
  }
  tried.push('SECANT_BROWSER: not set');

  const installed = new Set(usualPlaces(machine).filter(machine.isExecutable));
  for (const path of installed) {
    const why = fault(path, machine);
    if (why === undefined) return { path, origin: 'installed' };
    tried.push(`${path}: ${why}`);
  }
  if (installed.size === 0) tried.push('Chrome or Chromium in the usual places and on PATH: none');

  return findPlaywright(machine, tried);
}

/**
 * @param {Machine} machine
 * @param {string[]} tried
 * @returns {Browser | undefined}
 */
function findPlaywright(machine, tried) {
  const path = machine.playwrightPath();
  const why = machine.isExecutable(path) ? fault(path, machine) : 'not there';
  if (why === undefined) return { path, origin: 'playwright' };
  tried.push(`Playwright's browser at ${path}: ${why}`);
  return undefined;
}

/**
 * Looks for a browser and installs one if there is none.
 * @param {Machine} [machine]
 * @returns {Promise<Browser>}
 * @throws {Error} with what was tried and what to install
 */
export async function ensureBrowser(machine = thisMachine) {
  /** @type {string[]} */
  const tried = [];
  const browser = findBrowser(machine, tried) ?? download(machine, tried) ?? installPackage(machine, tried);
  if (browser !== undefined) return browser;
  throw new Error(
    [
      'The browser tests need Chrome or Chromium, and none could be had. Tried:',
      ...tried.map((line) => `  - ${line}`),
      'Do one of these, then run the tests again:',
      `  - install Chrome or Chromium${machine.platform === 'linux' ? ' (Debian: apt-get install chromium)' : ''}`,
      '  - npx playwright-core install chromium',
      '  - set SECANT_BROWSER to the path of a Chrome or Chromium executable',
    ].join('\n'),
  );
}

/**
 * Playwright's own download.
 * @param {Machine} machine
 * @param {string[]} tried
 */
function download(machine, tried) {
  machine.log('No Chrome or Chromium found; trying to download the one of Playwright.');
  const result = machine.run(process.execPath, [toolPath('playwright'), 'install', '--no-shell', 'chromium'], {
    timeout: 5 * minute,
  });
  if (result.ok) return findPlaywright(machine, tried);
  tried.push(`download by Playwright: ${result.output}`);
  return undefined;
}

/**
 * Debian's package, which needs root.
 * @param {Machine} machine
 * @param {string[]} tried
 * @returns {Browser | undefined}
 */
function installPackage(machine, tried) {
  const what = "Debian's chromium package";
  if (machine.platform !== 'linux' || !machine.isExecutable('/usr/bin/apt-get')) {
    tried.push(`${what}: not a Debian system`);
    return undefined;
  }
  if (!machine.isRoot) {
    tried.push(`${what}: needs root`);
    return undefined;
  }
  machine.log('Trying the package chromium through apt-get.');
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  // An outdated list is no reason to give up: the install itself decides.
  machine.run('/usr/bin/apt-get', ['update'], { timeout: 3 * minute, env });
  const result = machine.run('/usr/bin/apt-get', ['install', '--yes', '--no-install-recommends', 'chromium'], {
    timeout: 10 * minute,
    env,
  });
  const path = '/usr/bin/chromium';
  const why = !result.ok
    ? result.output
    : machine.isExecutable(path)
      ? fault(path, machine)
      : `installed, but there is no ${path}`;
  if (why === undefined) return { path, origin: 'debian' };
  tried.push(`${what}: ${why}`);
  return undefined;
}

/**
 * What `chromium.launch` and `chromium.launchServer` of playwright-core are given.
 * @param {Browser} browser
 */
export function launchOptions(browser) {
  return {
    executablePath: browser.path,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  };
}

if (isMain(import.meta.url)) {
  try {
    console.log((await ensureBrowser()).path);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
