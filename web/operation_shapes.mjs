// What each operation takes, as the package's types say: {PutRecord: {Data: {type: 'Uint8Array',
// required: true}, …}}. `type` is the text of the type; members of members are left in it.
export function shapesFrom(declarations) {
  const shapes = {};
  const operation = /^  '?([\w.]+)'?: \{\n    input: \{(\};|\n([\s\S]*?)\n    \};)/gm;
  for (const [, name, , body = ''] of declarations.matchAll(operation)) {
    shapes[name] = {};
    const member = /^      (\w+)(\??): ([\s\S]*?);(?=\n      \w|$(?![\s\S]))/gm;
    for (const [, key, optional, type] of body.matchAll(member)) {
      shapes[name][key] = { type: type.replace(/\s+/g, ' '), required: optional === '' };
    }
  }
  return shapes;
}
