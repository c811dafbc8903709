// Each lesson, to its goal and past it: by its solution, with and without a network, and by what
// people write instead.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { lessonFile, lessonNames, run, Site, told, type } from './site.mjs';
import { wrongSolutions } from './wrong_solutions.mjs';

let site;
before(async () => { site = await Site.open(); });
after(() => site.close());

const only = process.env.ONLY?.split(',');
const chosen = lessonNames.filter((name) => only === undefined || only.includes(name));

async function solve(page, lesson) {
  await type(page, await lessonFile(lesson, 'solution.js'));
  await run(page);
  const { verdict, findings, output } = await told(page);
  assert.equal(verdict, 'Goal reached.', `${lesson}: ${findings} ${output}`);
  assert.deepEqual(page.problems, []);
}

for (const lesson of chosen) {
  test(`${lesson}: the code it begins with does not reach the goal, the solution does`,
    async () => {
      const page = await site.visit(`#/lessons/${lesson}`);
      await run(page);
      const { findings } = await told(page);
      assert.equal(findings.length, 1);
      await solve(page, lesson);
      await page.context().close();
    });

  for (const { what, change, says } of wrongSolutions[lesson]) {
    test(`${lesson}: who ${what} is told`, async () => {
      const page = await site.visit(`#/lessons/${lesson}`);
      const solution = await lessonFile(lesson, 'solution.js');
      const wrong = change(solution);
      assert.notEqual(wrong, solution, 'the change finds nothing to change');
      await type(page, wrong);
      await run(page);
      const { findings, verdict } = await told(page);
      assert.match(findings.join(), says);
      assert.notEqual(verdict, 'Goal reached.');
      assert.deepEqual(page.problems, []);
      await page.context().close();
    });
  }
}
