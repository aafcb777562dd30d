import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** Ways in which a network goes wrong, after toxiproxy's toxics. */
export const TOXICS = [
  ...([
    'latency',
    'down',
    'bandwidth',
    'slow_close',
    'timeout',
    'reset_peer',
    'slicer',
    'limit_data',
  ] as const),
];
export type Toxic = (typeof TOXICS)[number];

export interface Poison {
  readonly toxic: Toxic;
  readonly method: 'GET' | 'PUT';
  /** `up` spoils requests, `down` answers. */
  readonly direction: 'up' | 'down';
  /** Share of the requests with this method, between 0 and 1. */
  readonly share: number;
  readonly random: () => number;
}

/** A connection through a bad network to a server on this computer. */
export class PoisonedProxy {
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;
  poisoned = 0;

  private constructor(
    private readonly port: number,
    private readonly poison: Poison,
  ) {
    this.#server = createServer((client) => this.#join(client));
  }

  /** Starts one on a free port in front of this one. */
  static async start(port: number, poison: Poison): Promise<PoisonedProxy> {
    const proxy = new PoisonedProxy(port, poison);
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Cuts every connection that there is. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #join(client: Socket): void {
    const server = connect(this.port, '127.0.0.1');
    const both = [client, server];
    let spoiled = false;
    for (const socket of both) {
      this.#sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.#sockets.delete(socket);
        for (const other of both) other.destroy();
      });
    }
    client.on('data', (bytes: Buffer) => {
      const [method] = /^(GET|PUT) /.exec(bytes.subarray(0, 4).toString('latin1')) ?? [];
      if (method !== undefined) {
        const { poison } = this;
        spoiled = method.trim() === poison.method && poison.random() < poison.share;
        if (spoiled) this.poisoned += 1;
      }
      if (spoiled && this.poison.direction === 'up') this.#spoil(bytes, client, server, server);
      else server.write(bytes);
    });
    server.on('data', (bytes: Buffer) => {
      if (spoiled && this.poison.direction === 'down') this.#spoil(bytes, client, server, client);
      else client.write(bytes);
    });
  }

  /** Passes bytes on, to one of the two, as the toxic has it. */
  #spoil(bytes: Buffer, client: Socket, server: Socket, to: Socket): void {
    const end = () => {
      client.destroy();
      server.destroy();
    };
    switch (this.poison.toxic) {
      case 'latency':
        setTimeout(() => to.write(bytes), 20 + this.poison.random() * 60);
        return;
      case 'down':
        end();
        return;
      case 'bandwidth':
        inPieces(bytes, 100, 3, to);
        return;
      case 'slow_close':
        to.write(bytes);
        setTimeout(end, 30);
        return;
      case 'timeout':
        setTimeout(end, 800);
        return;
      case 'reset_peer':
        client.resetAndDestroy();
        server.destroy();
        return;
      case 'slicer':
        inPieces(bytes, 1 + Math.floor(this.poison.random() * 40), 0, to);
        return;
      case 'limit_data':
        to.write(bytes.subarray(0, Math.floor(this.poison.random() * bytes.length)), end);
        return;
    }
  }
}

async function inPieces(bytes: Buffer, length: number, everyMs: number, to: Socket): Promise<void> {
  for (let from = 0; from < bytes.length && !to.destroyed; from += length) {
    to.write(bytes.subarray(from, from + length));
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
