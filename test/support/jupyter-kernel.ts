/**
 * A kernel of Jupyter as a notebook has one: started with a connection file, spoken to over sockets of ZeroMQ. Only what a notebook does
 * for running cells: ask on one socket, hear what is shown on another. The protocols are ZMTP 3.0 and Jupyter's messaging 5.3.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../scripts/port.mjs';

/** Milliseconds that an idle kernel is waited for where nothing was shown. */
const LATE = 10_000;

/** What a cell shows. */
export interface CellShown {
  /** The value of its last line, and what it displayed, each by MIME type. */
  readonly bundles: readonly Readonly<Record<string, string>>[];
  readonly printed: string;
}

/** One socket: frames of whole messages in, and out. */
class Peer {
  private rest = Buffer.alloc(0);
  private frames: Buffer[] = [];
  private greeted = false;
  private readonly messages: Buffer[][] = [];
  private heard: (() => void) | undefined;
  private readonly socket: Socket;

  constructor(socket: Socket, kind: 'DEALER' | 'SUB') {
    this.socket = socket;
    const greeting = Buffer.alloc(64);
    greeting.set([0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0x7f, 3, 0]);
    greeting.write('NULL', 12);
    const property = (name: string, value: string): Buffer => {
      const size = Buffer.alloc(4);
      size.writeUInt32BE(value.length);
      return Buffer.concat([Buffer.from([name.length]), Buffer.from(name), size, Buffer.from(value)]);
    };
    const ready = Buffer.concat([Buffer.from('\x05READY'), property('Socket-Type', kind), property('Identity', '')]);
    socket.write(Buffer.concat([greeting, Buffer.from([4, ready.length]), ready]));
    if (kind === 'SUB') socket.write(Buffer.from([0, 1, 1]));
    socket.on('data', (data) => this.take(Buffer.from(data)));
  }

  send(frames: readonly Buffer[]): void {
    frames.forEach((frame, at) => {
      const more = at < frames.length - 1 ? 1 : 0;
      const size = Buffer.alloc(8);
      size.writeBigUInt64BE(BigInt(frame.length));
      const head =
        frame.length < 256 ? Buffer.from([more, frame.length]) : Buffer.concat([Buffer.from([more | 2]), size]);
      this.socket.write(Buffer.concat([head, frame]));
    });
  }

  async next(): Promise<Buffer[]> {
    for (;;) {
      const message = this.messages.shift();
      if (message !== undefined) return message;
      await new Promise<void>((settle) => {
        this.heard = settle;
      });
    }
  }

  close(): void {
    this.socket.destroy();
  }

  private take(data: Buffer): void {
    this.rest = Buffer.concat([this.rest, data]);
    if (!this.greeted) {
      if (this.rest.length < 64) return;
      this.greeted = true;
      this.rest = this.rest.subarray(64);
    }
    while (this.rest.length >= 2) {
      const flags = this.rest[0] ?? 0;
      const isLong = (flags & 2) !== 0;
      if (isLong && this.rest.length < 9) return;
      const start = isLong ? 9 : 2;
      const length = isLong ? Number(this.rest.readBigUInt64BE(1)) : (this.rest[1] ?? 0);
      if (this.rest.length < start + length) return;
      const frame = this.rest.subarray(start, start + length);
      this.rest = this.rest.subarray(start + length);
      // Commands, such as READY, are no messages.
      if ((flags & 4) !== 0) continue;
      this.frames.push(frame);
      if ((flags & 1) !== 0) continue;
      this.messages.push(this.frames);
      this.frames = [];
      this.heard?.();
    }
  }
}

/** A kernel that runs. */
export class Kernel {
  private readonly key: string;
  private readonly process: ChildProcess;
  private readonly shell: Peer;
  private readonly published: Peer;

  private constructor(key: string, process: ChildProcess, shell: Peer, published: Peer) {
    this.key = key;
    this.process = process;
    this.shell = shell;
    this.published = published;
  }

  /**
   * Starts Deno's kernel.
   * @param deno the program
   * @param cwd where it runs, and where its connection file is written
   */
  static async start(deno: string, cwd: string, env: NodeJS.ProcessEnv): Promise<Kernel> {
    const names = ['shell_port', 'iopub_port', 'stdin_port', 'control_port', 'hb_port'];
    const ports: Record<string, number> = {};
    for (const name of names) ports[name] = await freePort(8200 + Math.floor(Math.random() * 40_000));
    const key = randomUUID();
    const file = join(cwd, 'connection.json');
    const how = { ip: '127.0.0.1', transport: 'tcp', key, signature_scheme: 'hmac-sha256', kernel_name: 'deno' };
    writeFileSync(file, JSON.stringify({ ...how, ...ports }));
    const process = spawn(deno, ['jupyter', '--kernel', '--conn', file], { cwd, env, stdio: 'ignore' });
    const dial = async (port: number): Promise<Socket> => {
      for (;;) {
        const socket = connect(port, '127.0.0.1');
        try {
          await once(socket, 'connect');
          return socket;
        } catch (error) {
          if (process.exitCode !== null) throw error;
          await pause(100);
        }
      }
    };
    const published = new Peer(await dial(ports['iopub_port'] ?? 0), 'SUB');
    const shell = new Peer(await dial(ports['shell_port'] ?? 0), 'DEALER');
    // What is published before the subscription has arrived is lost.
    await pause(500);
    return new Kernel(key, process, shell, published);
  }

  /**
   * Runs a cell. What it shows may come after the kernel has said that it is idle, since a bundle may take a moment.
   *
   * @throws Error what the cell threw
   */
  async run(code: string): Promise<CellShown> {
    const header = {
      msg_id: randomUUID(),
      session: 'test',
      username: 'test',
      msg_type: 'execute_request',
      version: '5.3',
      date: new Date().toISOString(),
    };
    const content = {
      code,
      silent: false,
      store_history: true,
      user_expressions: {},
      allow_stdin: false,
      stop_on_error: true,
    };
    const parts = [header, {}, {}, content].map((part) => Buffer.from(JSON.stringify(part)));
    const signature = createHmac('sha256', this.key).update(Buffer.concat(parts)).digest('hex');
    this.shell.send([Buffer.from('<IDS|MSG>'), Buffer.from(signature), ...parts]);
    const bundles: Record<string, string>[] = [];
    let printed = '';
    let isIdle = false;
    for (;;) {
      if (isIdle && bundles.length > 0) return { bundles, printed };
      const coming = this.published.next();
      const frames = isIdle ? await Promise.race([coming, pause(LATE)]) : await coming;
      if (frames === undefined) return { bundles, printed };
      const start = frames.findIndex((frame) => frame.toString() === '<IDS|MSG>');
      const read = (at: number): Record<string, unknown> =>
        JSON.parse(frames[start + at]?.toString() ?? '{}') as Record<string, unknown>;
      const [about, parent, said] = [read(2), read(3), read(5)];
      if (parent['msg_id'] !== header.msg_id) continue;
      const kind = about['msg_type'];
      if (kind === 'execute_result' || kind === 'display_data') bundles.push(said['data'] as Record<string, string>);
      else if (kind === 'stream') printed += String(said['text']);
      else if (kind === 'error') throw new Error(`${String(said['ename'])}: ${String(said['evalue'])}`);
      else if (kind === 'status' && said['execution_state'] === 'idle') isIdle = true;
    }
  }

  close(): void {
    this.shell.close();
    this.published.close();
    this.process.kill();
  }
}
