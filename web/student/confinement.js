// Takes from this worker what would let a student's code change what the browser keeps of the site,
// and other workers, which would have all of it again.
take(globalThis, ['caches', 'indexedDB', 'Worker', 'SharedWorker']);
take(navigator, ['storageBuckets']);

function take(object, names) {
  for (let holder = object; holder !== null; holder = Object.getPrototypeOf(holder)) {
    for (const name of names) delete holder[name];
  }
}
