// The built site in a browser, served from a path of its own, as on many hosts.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { serveFolder } from '../../web/serve_folder.mjs';
import { launchBrowser, openPage } from '../wasm/browser.mjs';

export const siteFolder = process.env.RUNNEL_SITE;
export const under = '/talks/kinesis';

// A busy machine takes its time; what is awaited is an event each time.
const patience = 240_000;

export class Site {
  static async open() {
    const site = new Site();
    site.server = await serveFolder(siteFolder, { under });
    site.url = site.server.url;
    // The inspector draws by WebGL 2, here without a graphics card.
    // By the other name its pages are those of another machine, whom browsers trust less.
    site.browser = await launchBrowser(['--use-gl=angle', '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader', '--host-resolver-rules=MAP runnel.example 127.0.0.1']);
    site.urlElsewhere = site.url.replace('127.0.0.1', 'runnel.example');
    return site;
  }

  // A page of a browser that has never been here, showing `#/…`.
  async visit(fragment, options = {}) {
    const context = await this.browser.newContext({
      viewport: { width: 1440, height: 900 }, ...options,
    });
    const page = await openPage(context);
    page.setDefaultTimeout(patience);
    await this.show(page, fragment);
    return page;
  }

  async show(page, fragment) {
    await page.goto(`${this.url}/${fragment}`);
    await page.locator(`body[data-ready="${fragment}"]`).waitFor();
  }

  async close() {
    await this.browser.close();
    await this.server.close();
  }
}

// Types the code in place of what is in the editor, as a keyboard would.
export async function type(page, code) {
  await page.locator('.cm-content').click();
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText(code);
}

// Runs what is in the editor, until it has ended and the goal has been looked at.
export async function run(page) {
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.locator('.workbench[data-running="false"]').waitFor();
}

// What the page says of the goals and of the run.
export async function told(page) {
  return {
    verdict: await page.locator('.verdict').textContent(),
    findings: await page.locator('.finding').allTextContents(),
    output: await page.locator('.output').textContent(),
  };
}

// A file of a lesson: 'solution.js', 'native.sh'.
export function lessonFile(lesson, name) {
  const folder = lesson.replaceAll('-', '_');
  return readFile(fileURLToPath(new URL(`../../web/lessons/${folder}/${name}`, import.meta.url)),
    'utf8');
}

export const lessonNames = [
  'streams', 'partition-keys', 'iterators', 'throttling', 'resharding', 'retention', 'fan-out',
  'functions', 'crash',
];
