// Code as a part of a link: compressed, in base64url.

export async function packed(text) {
  const bytes = await through(new CompressionStream('deflate-raw'), new TextEncoder().encode(text));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

// What the parameters of an address bring: {code}, or {isDamaged} if that was not made by `packed`.
export async function linkedCode(parameters) {
  if (!parameters.has('code')) return {};
  try {
    return { code: await unpacked(parameters.get('code')) };
  } catch {
    return { isDamaged: true };
  }
}

async function unpacked(text) {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  return new TextDecoder().decode(await through(new DecompressionStream('deflate-raw'), bytes));
}

async function through(transform, bytes) {
  return new Uint8Array(
    await new Response(new Blob([bytes]).stream().pipeThrough(transform)).arrayBuffer());
}
