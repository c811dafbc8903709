import type { Runnel, RunnelOptions } from './runnel.js';

export * from './runnel.js';

export function createRunnel(options?: RunnelOptions): Promise<Runnel>;
