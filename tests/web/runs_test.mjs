// A run of a student's code: how long it lives, what ends it, and what is said of that.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { lessonFile, run, Site, told, type } from './site.mjs';

let site;
before(async () => { site = await Site.open(); });
after(() => site.close());

const outputOf = (page) => page.locator('.output').textContent();

test('what nobody awaits is done all the same', async () => {
  const page = await site.visit('#/lessons/streams');
  const [, imports, rest] = (await lessonFile('streams', 'solution.js'))
    .match(/^(import[\s\S]*?;\n)([\s\S]*)$/);
  await type(page, `${imports}\nexport const kept = [];\nasync function main() {\n${rest}` +
    "  await new Promise((resolve) => { setTimeout(resolve, 20); });\n  console.log('the end');\n" +
    '}\nmain();\n');
  await run(page);
  const { verdict, findings, output } = await told(page);
  assert.equal(verdict, 'Goal reached.', `${findings} ${output}`);
  assert.match(output, /the end$/);
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test('a reader of events that nobody awaits goes on; one that is done holds nothing', async () => {
  const page = await site.visit('#/lessons/fan-out');
  const solution = await lessonFile('fan-out', 'solution.js');
  const wrapped = solution.replace('export const received = [];', '')
    .replace('const { EventStream }', 'export const received = [];\n(async () => {\n' +
      'const { EventStream }') + '})();\n';
  await type(page, wrapped);
  await run(page);
  const { verdict, findings, output } = await told(page);
  assert.equal(verdict, 'Goal reached.', `${findings} ${output}`);
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test('an interval holds a run until it is cleared, and Stop ends it', async () => {
  const page = await site.visit('#/sandbox');
  await type(page, `let ticks = 0;
    const timer = setInterval(() => {
      ticks += 1;
      console.log('tick', ticks);
      if (ticks === 3) clearInterval(timer);
    }, 5);
    clearTimeout(setTimeout(() => console.log('never'), 1e9));`);
  await run(page);
  assert.equal(await outputOf(page), 'tick 1tick 2tick 3');

  await type(page, "setInterval(() => console.log('again'), 5);");
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByText('again', { exact: true }).nth(2).waitFor();
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.locator('.workbench[data-running="false"]').waitFor();
  assert.match(await outputOf(page), /Stopped by you/);
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test('an error that nobody catches fails the run, with its line', async () => {
  const page = await site.visit('#/sandbox');
  for (const [code, says] of [
    ['async function main() {\n  await null;\n  nothing();\n}\nmain();\n',
      'ReferenceError: nothing is not defined (line 3)'],
    ["import { sleep } from 'runnel-lesson';\nasync function main() {\n  await sleep(5);\n" +
      '  nothing();\n}\nmain();\n', 'ReferenceError: nothing is not defined (line 4)'],
    ["setTimeout(() => {\n  throw new TypeError('late');\n}, 5);\n", 'TypeError: late (line 2)'],
    ["import { ledger } from 'runnel-lesson';\nledger.add(() => {});\n", /could not be cloned/],
    ["\n\nJSON.parse('{oops');\n", /^SyntaxError: .* \(line 3\)$/],
  ]) {
    await type(page, code);
    await run(page);
    if (says instanceof RegExp) assert.match(await outputOf(page), says);
    else assert.equal(await outputOf(page), says);
    assert.equal(await page.locator('.status').textContent(), 'Your code failed.');
  }
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test('what a function throws is said once, with its line; Stop ends its invocations', async () => {
  const page = await site.visit('#/lessons/functions');
  await type(page, 'export const mapping = { MaximumRetryAttempts: 2 };\n' +
    'export async function handler() {\n  nothing();\n}\n');
  await run(page);
  assert.equal(await outputOf(page),
    'The function failed: ReferenceError: nothing is not defined (line 3)');

  await type(page, "export async function handler() {\n  console.log('on');\n  for (;;) {}\n}\n");
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByText('on', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.locator('.workbench[data-running="false"]').waitFor();
  const { verdict, output } = await told(page);
  assert.equal(verdict, 'Stopped before the goal.');
  assert.match(output, /^onStopped by you/);
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test('who deletes the stream of a lesson is told that it cannot be looked at', async () => {
  for (const [lesson, stream] of [['resharding', 'rides'], ['fan-out', 'ticks']]) {
    const page = await site.visit(`#/lessons/${lesson}`);
    await type(page, `import { DeleteStreamCommand, KinesisClient } from '@aws-sdk/client-kinesis';
await new KinesisClient({}).send(new DeleteStreamCommand({
  StreamName: '${stream}', EnforceConsumerDeletion: true,
}));
export const refused = 0;`);
    await run(page);
    const { verdict, findings } = await told(page);
    assert.match(verdict, /Not yet/);
    assert.equal(await page.locator('.goals .missed').count(), 3);
    if (lesson === 'resharding') {
      assert.deepEqual(findings,
        ['The stream cannot be looked at: there is no stream “rides”.']);
    }
    assert.deepEqual(page.problems, []);
    await page.context().close();
  }
});

test('starting over and leaving end a run, and nothing of it shows afterwards', async () => {
  const page = await site.visit('#/lessons/streams');
  const loop = "console.log('on');\nfor (;;) {}\n";
  await type(page, loop);
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByText('on', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Start over' }).click();
  await page.getByText('All is as at first.').waitFor();
  assert.equal(await page.locator('.workbench').getAttribute('data-running'), 'false');
  assert.equal(await page.locator('.goals .missed').count(), 0);
  assert.equal((await told(page)).verdict, '');

  await type(page, loop);
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByText('on', { exact: true }).waitFor();
  await page.getByRole('link', { name: 'Lessons' }).click();
  await page.getByRole('heading', { name: 'Learn Kinesis by touching a stream' }).waitFor();
  await site.show(page, '#/lessons/streams');
  await type(page, await lessonFile('streams', 'solution.js'));
  await run(page);
  assert.equal((await told(page)).verdict, 'Goal reached.');
  assert.deepEqual(page.problems, []);
  await page.context().close();
});
