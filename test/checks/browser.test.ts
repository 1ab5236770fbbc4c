/** Where the browser of the browser tests comes from: the order, with a machine made of a few lines. */
import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ensureBrowser, findBrowser, launchOptions } from '../../scripts/browser.mjs';

type Machine = NonNullable<Parameters<typeof findBrowser>[0]>;

const playwright = '/home/reader/.cache/ms-playwright/chromium/chrome';

interface Situation extends Partial<Pick<Machine, 'platform' | 'env' | 'home' | 'isRoot'>> {
  /** Executable files that are there. */
  readonly files?: readonly string[];
  /** Files that are there and do not start. */
  readonly broken?: readonly string[];
  /** What a successful installation would put there: by Playwright, by apt-get. */
  readonly downloads?: string;
  readonly packages?: string;
}

/** A machine, and the list of the installations that were tried on it. */
function machineWith({ files = [], broken = [], downloads, packages, ...rest }: Situation) {
  const present = new Set([...files, ...broken]);
  const installs: string[] = [];
  const machine: Machine = {
    platform: 'linux',
    env: { PATH: '/usr/local/bin:/usr/bin' },
    home: '/home/reader',
    isRoot: false,
    isExecutable: (path) => present.has(path),
    playwrightPath: () => playwright,
    log: () => undefined,
    run(command, args) {
      if (args[0] === '--version') {
        const ok = present.has(command) && !broken.includes(command);
        return { ok, output: ok ? 'Chromium 150' : 'first line\nrequires another package' };
      }
      const apt = posix.basename(command) === 'apt-get';
      installs.push([apt ? 'apt-get' : 'playwright', ...args.filter((arg) => !arg.includes('/'))].join(' '));
      const brought = apt ? packages : downloads;
      if (args.includes('install') && brought !== undefined) present.add(brought);
      return { ok: brought !== undefined, output: apt ? 'E: Unable to locate package chromium' : 'exit code 1' };
    },
    ...rest,
  };
  return { machine, installs };
}

const everything = ['/opt/mine/chrome', '/usr/bin/google-chrome', '/usr/bin/chromium', '/usr/bin/apt-get', playwright];

describe('order', () => {
  test('first SECANT_BROWSER', async () => {
    const { machine, installs } = machineWith({ files: everything, env: { SECANT_BROWSER: '/opt/mine/chrome' } });
    expect(await ensureBrowser(machine)).toEqual({ path: '/opt/mine/chrome', origin: 'SECANT_BROWSER' });
    expect(installs).toEqual([]);
  });

  test('a SECANT_BROWSER that is wrong is an error, not a reason to take another', async () => {
    const missing = machineWith({ files: everything, env: { SECANT_BROWSER: '/nowhere/chrome' } }).machine;
    await expect(ensureBrowser(missing)).rejects.toThrow('/nowhere/chrome is not an executable file');
    const stub = machineWith({ files: everything, broken: ['/opt/stub'], env: { SECANT_BROWSER: '/opt/stub' } });
    await expect(ensureBrowser(stub.machine)).rejects.toThrow('/opt/stub does not start: requires another package');
  });

  test('second an installed one: Chrome before Chromium, usual places before PATH', () => {
    const found = (files: string[]) => findBrowser(machineWith({ files, env: { PATH: '/a:/b' } }).machine)?.path;
    expect(found(everything)).toBe('/usr/bin/google-chrome');
    expect(found(['/b/google-chrome', '/usr/bin/chromium', playwright])).toBe('/usr/bin/chromium');
    expect(found(['/a/chromium', '/b/google-chrome', playwright])).toBe('/b/google-chrome');
  });

  test('an installed one that does not start is passed over', () => {
    const { machine } = machineWith({ broken: ['/usr/bin/chromium-browser'], files: [playwright] });
    expect(findBrowser(machine)).toEqual({ path: playwright, origin: 'playwright' });
  });

  test('third the one Playwright has downloaded, without asking the network', async () => {
    const { machine, installs } = machineWith({ files: [playwright, '/usr/bin/apt-get'], isRoot: true });
    expect(await ensureBrowser(machine)).toEqual({ path: playwright, origin: 'playwright' });
    expect(installs).toEqual([]);
  });

  test('then Playwright downloads it', async () => {
    const { machine, installs } = machineWith({ downloads: playwright, files: ['/usr/bin/apt-get'], isRoot: true });
    expect(await ensureBrowser(machine)).toEqual({ path: playwright, origin: 'playwright' });
    expect(installs).toEqual(['playwright install --no-shell chromium']);
  });

  test("then Debian's package, as root, also if the download does not start", async () => {
    const bare = machineWith({ packages: '/usr/bin/chromium', files: ['/usr/bin/apt-get'], isRoot: true });
    expect(await ensureBrowser(bare.machine)).toEqual({ path: '/usr/bin/chromium', origin: 'debian' });
    expect(bare.installs).toEqual([
      'playwright install --no-shell chromium',
      'apt-get update',
      'apt-get install --yes --no-install-recommends chromium',
    ]);
    const useless = machineWith({
      broken: [playwright],
      downloads: playwright,
      packages: '/usr/bin/chromium',
      files: ['/usr/bin/apt-get'],
      isRoot: true,
    });
    expect(await ensureBrowser(useless.machine)).toEqual({ path: '/usr/bin/chromium', origin: 'debian' });
  });

  test('looking for one installs nothing', () => {
    const { machine, installs } = machineWith({ downloads: playwright });
    expect(findBrowser(machine)).toBeUndefined();
    expect(installs).toEqual([]);
  });
});

describe('if there is none, the message says what was tried and what to install', () => {
  const messageOn = async (situation: Situation) => {
    const error: unknown = await ensureBrowser(machineWith(situation).machine).catch((reason: unknown) => reason);
    return error instanceof Error ? error.message : '';
  };

  test('as a plain user, apt-get is not even tried', async () => {
    const { machine, installs } = machineWith({ files: ['/usr/bin/apt-get'], packages: '/usr/bin/chromium' });
    await expect(ensureBrowser(machine)).rejects.toThrow("Debian's chromium package: needs root");
    expect(installs).toEqual(['playwright install --no-shell chromium']);
  });

  test('as root on a closed network', async () => {
    const message = await messageOn({
      isRoot: true,
      files: ['/usr/bin/apt-get'],
      broken: ['/usr/bin/chromium-browser'],
    });
    expect(message.split('\n')).toEqual([
      'The browser tests need Chrome or Chromium, and none could be had. Tried:',
      '  - SECANT_BROWSER: not set',
      '  - /usr/bin/chromium-browser: does not start: requires another package',
      `  - Playwright's browser at ${playwright}: not there`,
      '  - download by Playwright: exit code 1',
      "  - Debian's chromium package: E: Unable to locate package chromium",
      'Do one of these, then run the tests again:',
      '  - install Chrome or Chromium (Debian: apt-get install chromium)',
      '  - npx playwright-core install chromium',
      '  - set SECANT_BROWSER to the path of a Chrome or Chromium executable',
    ]);
  });

  test('elsewhere', async () => {
    expect(await messageOn({ platform: 'darwin' })).toContain('not a Debian system');
  });
});

test('macOS and Windows have their own places', () => {
  const mac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
  expect(findBrowser(machineWith({ platform: 'darwin', files: [mac] }).machine)?.path).toBe(mac);
  const own = '/home/reader/Applications/Chromium.app/Contents/MacOS/Chromium';
  expect(findBrowser(machineWith({ platform: 'darwin', files: [own] }).machine)?.path).toBe(own);

  const env = { PROGRAMFILES: 'C:\\Program Files', LOCALAPPDATA: 'C:\\Users\\r\\Local', Path: 'C:\\bin;D:\\tools' };
  for (const path of [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Users\\r\\Local\\Chromium\\Application\\chrome.exe',
    'D:\\tools\\chrome.exe',
  ]) {
    // There, asking for the version would open a window: `broken` shows that it is not asked.
    expect(findBrowser(machineWith({ platform: 'win32', env, broken: [path] }).machine)?.path).toBe(path);
  }
});

test('the launch options are the ones that work without a display, a GPU and a network', () => {
  const options = launchOptions({ path: '/usr/bin/chromium', origin: 'installed' });
  expect(options).toMatchObject({ executablePath: '/usr/bin/chromium', headless: true });
  expect(options.args).toEqual(expect.arrayContaining(['--no-sandbox', '--disable-gpu', '--disable-quic']));
});
