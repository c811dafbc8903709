import type { Runnel, RunnelOptions } from './runnel.js';

export * from './runnel.js';

/** A port on which other programs reach the emulator, by HTTP/1.1 and HTTP/2 without TLS. */
export interface Listener {
  readonly port: number;
  /** "http://127.0.0.1:49152" */
  readonly url: string;
  close(): Promise<void>;
}

export interface ListeningRunnel extends Runnel {
  /**
   * Default: a free port of 127.0.0.1. `webPages`: origins of pages that may call from a browser
   * beside those of this machine, such as 'https://app.example.com'; ['any']: all.
   */
  listen(options?: { host?: string; port?: number; webPages?: string[] }): Promise<Listener>;
}

export function createRunnel(options?: RunnelOptions): Promise<ListeningRunnel>;
