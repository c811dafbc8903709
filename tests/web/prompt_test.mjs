// The prompt of the sandbox: what is typed as the input of an operation, waiters, and pasted lines.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { inputFrom, UsageError } from '../../web/command_line/parameters.js';
import { wordsOf } from '../../web/command_line/words.js';
import { Site, type } from './site.mjs';

let site;
before(async () => { site = await Site.open(); });
after(() => site.close());

const shape = {
  StreamName: { type: 'string', required: false },
  Data: { type: 'Uint8Array', required: false },
  Tags: { type: 'Record<string, string>', required: false },
  Records: {
    type: 'Array<{ Data: Uint8Array; ExplicitHashKey?: string; PartitionKey: string; }>',
    required: false,
  },
  EnforceConsumerDeletion: { type: 'boolean', required: false },
};
const input = (line) => inputFrom(shape, wordsOf(line));
const bytes = (text) => new TextEncoder().encode(text);

for (const [line, expected] of [
  ['--tags env=prod,cost-center=42', { Tags: { env: 'prod', 'cost-center': '42' } }],
  ['--tags a.b/c:d#e=1 f=2,3,g=', { Tags: { 'a.b/c:d#e': '1', f: '2,3', g: '' } }],
  [`--tags 'a="x,b=y",c='"'it is'"`, { Tags: { a: 'x,b=y', c: 'it is' } }],
  [String.raw`--tags 'a="say \"hi\" \\ \n"'`, { Tags: { a: String.raw`say "hi" \ \n` } }],
  [`--records 'PartitionKey="a b",Data=YQ=='`,
    { Records: [{ PartitionKey: 'a b', Data: bytes('a') }] }],
  ['--stream-name=orders --data=aGk=', { StreamName: 'orders', Data: bytes('hi') }],
  ['--cli-binary-format=raw-in-base64-out --data hi', { Data: bytes('hi') }],
  ['--region us-east-1 --stream-name orders --output json', { StreamName: 'orders' }],
  ['--enforce-consumer-deletion', { EnforceConsumerDeletion: true }],
  ['--no-enforce-consumer-deletion', { EnforceConsumerDeletion: false }],
]) {
  test(`${line} is taken`, () => assert.deepEqual(input(line), expected));
}

for (const [line, says] of [
  ['--enforce-consumer-deletion true', /--enforce-consumer-deletion takes no value, not 'true'/],
  ['--no-enforce-consumer-deletion=true', /takes no value/],
  ['--region eu-west-1', /--region is us-east-1 here, not 'eu-west-1'/],
  ['--output text', /--output is json here/],
  ['--data YQ', /Invalid base64: "YQ"/],
  ["--data 'Y Q=='", /Invalid base64/],
  ['--data aGk_', /Invalid base64/],
  ['--tags env', /--tags is Key=value,… or JSON, not 'env'/],
  ['--tags', /--tags expects a value/],
  ['orders', /Unknown options: orders/],
]) {
  test(`${line} is refused with words`, () => {
    assert.throws(() => input(line), (error) =>
      error instanceof UsageError && says.test(error.message));
  });
}

async function pasteInto(page, text) {
  await page.getByLabel('Command', { exact: true }).evaluate((prompt, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text', pasted);
    prompt.dispatchEvent(new ClipboardEvent('paste', { clipboardData, cancelable: true }));
  }, text);
}

test('waiters wait as those of the AWS CLI do', async () => {
  const page = await site.visit('#/sandbox');
  const prompt = page.getByLabel('Command', { exact: true });
  const enter = async (line) => {
    await prompt.fill(line);
    await page.keyboard.press('Enter');
  };
  const answered = (text) => page.locator('.answers').getByText(text).last().waitFor();
  await enter('awsemu kinesis wait stream-exists --stream-name orders');
  await answered(/An error occurred \(ResourceNotFoundException\)/);
  await enter('awsemu kinesis wait stream-not-exists --stream-name orders');
  await enter('awsemu kinesis create-stream --stream-name orders --shard-count 1');
  await enter('awsemu kinesis wait stream-exists --stream-name orders');
  await enter('aws kinesis wait consumer-exists');
  await answered(/wait takes stream-exists or stream-not-exists, not 'consumer-exists'/);
  // What answers nothing shows nothing.
  assert.equal((await page.locator('.answers').innerText()).includes('false'), false);
  assert.equal(await page.locator('.answers pre').count(), 7);

  await type(page,
    "import { DeleteStreamCommand, KinesisClient } from '@aws-sdk/client-kinesis';\n" +
    "await new KinesisClient({}).send(new DeleteStreamCommand({ StreamName: 'orders' }));\n");
  await enter('aws kinesis wait stream-not-exists --stream-name orders');
  await answered(/wait stream-not-exists/);
  await enter('aws kinesis list-streams');
  // It waits until the code has deleted the stream.
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await answered(/"StreamNames": \[\]/);
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test('lines that are pasted are entered, and a backslash goes on with the next', async () => {
  const page = await site.visit('#/sandbox');
  await pasteInto(page, 'awsemu kinesis create-stream --stream-name rides \\\n' +
    '  --shard-count 2\r\nawsemu kinesis wait stream-exists \\\r\n --stream-name rides\n' +
    'aws kinesis list-streams');
  assert.equal(await page.getByLabel('Command', { exact: true }).inputValue(),
    'aws kinesis list-streams');
  await page.getByLabel('Command', { exact: true }).press('Enter');
  await page.locator('.answers').getByText(/"StreamNames": \[\s*"rides"/).waitFor();
  assert.deepEqual(await page.locator('.answers .command').allTextContents(), [
    '$ awsemu kinesis create-stream --stream-name rides   --shard-count 2',
    '$ awsemu kinesis wait stream-exists  --stream-name rides',
    '$ aws kinesis list-streams']);
  assert.equal(await page.locator('.answers .error').count(), 0);
  assert.deepEqual(page.problems, []);
  await page.context().close();
});
