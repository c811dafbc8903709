// Keeps the site for when there is no network. The build says which files there are and what
// version they are of: another version is another cache, and the old one goes when it takes over.
import { ownPrefix, root } from './own_names.js';

const cacheName = `${ownPrefix}${VERSION}`;

self.addEventListener('install', (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(cacheName);
    // Past the browser's own cache: all files are to be of one version.
    await cache.addAll(['./', ...FILES].map((file) =>
      new Request(new URL(file, root), { cache: 'reload' })));
  })());
});

self.addEventListener('activate', (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith(ownPrefix) && name !== cacheName) await caches.delete(name);
    }
    await self.clients.claim();
  })());
});

self.addEventListener('fetch', (event) => {
  if (event.request.method !== 'GET' || !event.request.url.startsWith(root.href)) return;
  event.respondWith((async () => {
    const cache = await caches.open(cacheName);
    return await cache.match(event.request, { ignoreSearch: true }) ?? fetch(event.request);
  })());
});
