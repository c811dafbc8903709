// Names of what this site keeps in the browser. Pages of one origin share what is kept there, so
// they begin with the path of the site.

// Of the page, or of the service worker beside it.
export const root = new URL('./', globalThis.location.href);

export const ownPrefix = `learn-kinesis:${encodeURIComponent(root.pathname)}:`;
