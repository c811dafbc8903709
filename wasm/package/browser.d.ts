import type { JournalStore, Runnel, RunnelOptions } from './runnel.js';

export * from './runnel.js';

export function createRunnel(options?: RunnelOptions): Promise<Runnel>;

/**
 * A journal in the browser's IndexedDB: the page's next life goes on where this one was. One page
 * at a time can hold the journal of a name.
 */
export function indexedDbJournal(name: string): JournalStore;
