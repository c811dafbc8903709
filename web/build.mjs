// Builds the site into a folder that any static server can serve, from any path:
//   node web/build.mjs PACKAGE_FOLDER INSPECTOR_FOLDER OUTPUT_FOLDER
// PACKAGE_FOLDER is the npm package as `./dev wasm` makes it, INSPECTOR_FOLDER the inspector for
// browsers as `./dev page` does.
import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

import { shapesFrom } from './operation_shapes.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const [packageFolder, inspectorFolder, output] =
  process.argv.slice(2).map((path) => resolve(path));
if (output === undefined) {
  throw new Error('usage: build.mjs PACKAGE_FOLDER INSPECTOR_FOLDER OUTPUT_FOLDER');
}

const common = {
  absWorkingDir: here,
  bundle: true,
  format: 'esm',
  platform: 'browser',
  target: 'es2022',
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
};

// What operations take, for the command line: from the types that the package ships.
const operationShapes = {
  name: 'operation shapes',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^operation-shapes$/ }, ({ path }) => ({ path, namespace: 'shapes' }));
    onLoad({ filter: /.*/, namespace: 'shapes' }, async () => ({
      contents: JSON.stringify(
        shapesFrom(await readFile(join(packageFolder, 'operations.d.ts'), 'utf8'))),
      loader: 'json',
    }));
  },
};

await rm(output, { recursive: true, force: true });
await mkdir(output, { recursive: true });
const { metafile } = await build({
  ...common,
  metafile: true,
  entryPoints: {
    main: 'site/main.js',
    student: 'student/worker.js',
    sdk: 'student/sdk.js',
    lesson: 'student/lesson_module.js',
  },
  outdir: output,
  splitting: true,
  chunkNames: '[name]-[hash]',
  alias: {
    'runnel-kinesis': join(packageFolder, 'browser.js'),
    'runnel-kinesis-requests': join(packageFolder, 'requests.js'),
  },
  plugins: [operationShapes],
});
await build({
  ...common, entryPoints: ['site/style.css'], outfile: join(output, 'style.css'),
});
for (const name of ['index.html', 'manifest.webmanifest', 'icon.svg']) {
  await cp(join(here, 'site', name), join(output, name));
}
await cp(join(packageFolder, 'runnel.wasm'), join(output, 'runnel.wasm'));
await build({
  ...common,
  entryPoints: { inspector: join(inspectorFolder, 'inspector.mjs') },
  outdir: output,
});
// It asks for that beside itself.
await cp(join(inspectorFolder, 'module.wasm'), join(output, 'module.wasm'));

// The service worker keeps exactly these files, and is another one when any of them is.
const files = (await readdir(output)).sort();
const hash = createHash('sha256');
for (const name of files) hash.update(name).update(await readFile(join(output, name)));
const version = hash.digest('hex').slice(0, 16);
await build({
  ...common,
  entryPoints: ['site/service_worker.js'],
  outfile: join(output, 'service_worker.js'),
  define: { VERSION: JSON.stringify(version), FILES: JSON.stringify(files) },
});

// The packages whose code is in the site, and their licences, which want to be given with it. The
// service worker does not keep them: no page needs them.
const packages = new Set(Object.values(metafile.outputs).flatMap(({ inputs }) => (
  Object.keys(inputs).flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? [])
)));
const names = [];
const texts = new Map();
for (const path of [...packages].sort()) {
  const folder = join(here, path);
  const { name, version, license } = JSON.parse(
    await readFile(join(folder, 'package.json'), 'utf8'));
  names.push(`${name} ${version} ${license}`);
  for (const file of (await readdir(folder)).filter((each) => /^(licen[cs]e|notice)/i.test(each))) {
    const text = await readFile(join(folder, file), 'utf8');
    texts.set(text, [...(texts.get(text) ?? []), name]);
  }
}
await writeFile(join(output, 'licences.txt'), [
  `${names.join('\n')}\n`,
  ...[...texts].map(([text, those]) => `==== ${those.join(', ')} ====\n\n${text}`),
].join('\n'));
