// A new folder in which the package has been installed from its tarball, without a network. The SDK
// is there too, as another dependency would be.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const installedHere = fileURLToPath(new URL('./node_modules', import.meta.url));

export class FreshProject {
  constructor(folder) { this.folder = folder; }

  static async make() {
    const project = new FreshProject(await mkdtemp(join(tmpdir(), 'runnel-')));
    await project.write('package.json', '{"name": "fresh", "private": true, "type": "module"}\n');
    const { stdout } = await project.run('npm', 'pack', '--json', process.env.RUNNEL_PACKAGE);
    const [{ filename, files, unpackedSize }] = JSON.parse(stdout);
    await project.run('npm', 'install', '--offline', '--no-audit', '--no-fund', filename);
    await mkdir(project.path('node_modules/@aws-sdk'), { recursive: true });
    for (const name of ['@aws-sdk/client-kinesis', '@types']) {
      await symlink(join(installedHere, name), project.path('node_modules', name));
    }
    return Object.assign(project, { files: files.map(({ path }) => path), unpackedSize });
  }

  path(...parts) { return join(this.folder, ...parts); }
  write(name, text) { return writeFile(this.path(name), text); }
  run(program, ...args) {
    // What the test runner tells its own children would make another one silent.
    const { NODE_TEST_CONTEXT, ...env } = process.env;
    return run(program, args, { cwd: this.folder, env, timeout: 120_000 }).catch((error) => {
      throw new Error(`${error.message}${error.stdout}`);
    });
  }
  remove() { return rm(this.folder, { recursive: true }); }
}

// The examples of the package's README by their names, as printed there.
export async function examples() {
  const readme = await readFile(`${process.env.RUNNEL_PACKAGE}/README.md`, 'utf8');
  const fences = readme.matchAll(/^```\w+ (\S+)\n([^]*?)^```$/gm);
  return Object.fromEntries([...fences].map(([, name, text]) => [name, text]));
}
