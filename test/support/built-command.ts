/** The command as the package has it, built into a folder of its own: run to its end, or started and left running. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { buildScripts, bundleLibrary } from '../../scripts/build.mjs';
import { root } from '../../scripts/project.mjs';

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A process that goes on. */
export interface Running {
  readonly child: ChildProcess;
  /** Waits until standard output or standard error holds this, and gives what it matched. */
  said(pattern: RegExp): Promise<RegExpExecArray>;
  /** Asks it to end as Ctrl-C does, and waits for that. */
  interrupt(): Promise<Ended>;
}

/** The folder of the command; taken away when the tests of the file are done. With `pages` the scripts for pages are built too. */
export function builtCommand(what: 'library' | 'pages') {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'secant-command-')));
  const main = join(folder, 'dist', 'tools', 'cli', 'main.js');
  const started = new Set<ChildProcess>();
  afterAll(() => {
    for (const child of started) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });
  const environment = { ...process.env, NO_COLOR: '1' };
  const start = (words: readonly string[], { env = {} }: { readonly env?: NodeJS.ProcessEnv } = {}): Running => {
    const child = spawn(process.execPath, [main, ...words], { cwd: folder, env: { ...environment, ...env } });
    started.add(child);
    const [out, err]: [Buffer[], Buffer[]] = [[], []];
    const watchers = new Set<() => void>();
    const all = (parts: readonly Buffer[]): string => Buffer.concat(parts).toString('utf8');
    for (const [stream, parts] of [
      [child.stdout, out],
      [child.stderr, err],
    ] as const) {
      stream.on('data', (part: Buffer) => {
        parts.push(part);
        for (const watcher of watchers) watcher();
      });
    }
    const closed = once(child, 'close').then(([code]) => ({
      code: code as number | null,
      out: all(out),
      err: all(err),
    }));
    return {
      child,
      said: (pattern) =>
        new Promise((done, fail) => {
          const look = (): void => {
            const found = pattern.exec(all(out) + all(err));
            if (found === null) return;
            watchers.delete(look);
            done(found);
          };
          watchers.add(look);
          look();
          void closed.then(({ code }) =>
            fail(new Error(`it ended with ${code} before it said ${String(pattern)}: ${all(err)}`)),
          );
        }),
      interrupt: () => {
        child.kill('SIGINT');
        return closed;
      },
    };
  };
  return {
    folder,
    main,
    async build(): Promise<void> {
      await bundleLibrary(join(folder, 'dist'));
      if (what === 'pages') await buildScripts(join(folder, 'dist', 'browser'));
      copyFileSync(join(root, 'package.json'), join(folder, 'package.json'));
      for (const name of ['node_modules', 'assets']) symlinkSync(join(root, name), join(folder, name), 'junction');
    },
    start,
    async run(
      words: readonly string[],
      { input = '', env = {} }: { input?: string; env?: NodeJS.ProcessEnv } = {},
    ): Promise<Ended> {
      const child = spawn(process.execPath, [main, ...words], { cwd: folder, env: { ...environment, ...env } });
      let [out, err] = ['', ''];
      child.stdout.on('data', (part: Buffer) => (out += part.toString()));
      child.stderr.on('data', (part: Buffer) => (err += part.toString()));
      child.stdin.end(input);
      const [code] = (await once(child, 'close')) as [number | null];
      return { code, out, err };
    },
  };
}
