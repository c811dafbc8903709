// Which web pages of a browser may call a listener: those of this machine, and those that it names.
// The native server's rules, and why, are in native-server/web_pages.h.
const loopbackOrigin = /^https?:\/\/(localhost|[^/:]+\.localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/;
// An address, a name without a dot, and names that no stranger can have made to lead here.
const safeName = new RegExp(
  '^(\\[[\\da-f:.]*\\]|[\\d.]*|[^.]+' +
  '|.+\\.(localhost|local|internal|test|amazonaws\\.com(\\.cn)?|localstack\\.cloud))$');

const nameOf = (authority) => authority.replace(/:\d+$/, '').replace(/\.$/, '').toLowerCase();
const authorityOf = (origin) => origin.replace(/^https?:\/\//, '');

// Why a request may not be answered; null if it may. `allowed` holds origins, or 'any'.
export function refusalOf({ headers }, allowed) {
  if (allowed.includes('any')) return null;
  const authority = headers[':authority'] ?? headers.host ?? '';
  const name = nameOf(authority);
  if (!safeName.test(name) && !allowed.some((page) => nameOf(authorityOf(page)) === name)) {
    return `This server is not called ${name}: a web page may have made that name lead here.`;
  }
  const { origin } = headers;
  if (origin === undefined || loopbackOrigin.test(origin) || allowed.includes(origin) ||
      authorityOf(origin) === authority) {
    return null;
  }
  return `The web page ${origin} may not call this server. listen({ webPages: ['${origin}'] }) ` +
    'would let it.';
}
