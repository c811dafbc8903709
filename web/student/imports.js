// A worker has no import map: what a student imports by name is given its address here.
const addresses = {
  '@aws-sdk/client-kinesis': './sdk.js',
  'runnel-lesson': './lesson.js',
};

export const importable = Object.keys(addresses);

// The code with the addresses in place of the names; lines and columns before them stay.
export function withAddresses(code, base) {
  return code.replace(/(\bfrom\s*|\bimport\s*\(?\s*)(['"])([^'"\n]+)\2/g, (text, word, _, name) => {
    if (!Object.hasOwn(addresses, name)) return text;
    return `${word}${JSON.stringify(new URL(addresses[name], base).href)}`;
  });
}
