// Bytes as a file of the reader's.
import { h } from './elements.js';

export function download(bytes, name) {
  const address = URL.createObjectURL(new Blob([bytes]));
  h('a', { href: address, download: name }).click();
  URL.revokeObjectURL(address);
}
