// What a program under Deno or Bun does with the package. Prints what came of it.
import { createRunnel } from 'runnel-kinesis';

const runnel = await createRunnel({ seed: 1, clock: new Date('2033-05-18T03:33:20Z') });
await runnel.call('CreateStream', { StreamName: 's', ShardCount: 1 });
const { StreamDescriptionSummary: { StreamARN } } =
  await runnel.call('DescribeStreamSummary', { StreamName: 's' });

const invoked = new Promise((resolve) => { runnel.functions.create('f', resolve); });
runnel.functions.map({
  EventSourceArn: StreamARN, FunctionName: 'f', StartingPosition: 'TRIM_HORIZON',
});
const { Consumer: { ConsumerARN } } =
  await runnel.call('RegisterStreamConsumer', { StreamARN, ConsumerName: 'c' });
const { url, close } = await runnel.listen();

await runnel.call('PutRecord', {
  StreamName: 's', PartitionKey: 'k', Data: new TextEncoder().encode('hello'),
});
const subscription = runnel.subscribe({
  ConsumerARN, ShardId: 'shardId-000000000000', StartingPosition: { Type: 'TRIM_HORIZON' },
});
let pushed;
for await (const event of subscription) {
  if ((pushed = event.Records[0]) !== undefined) break;
}
const event = await invoked;
const listed = await fetch(url, {
  method: 'POST',
  headers: {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': 'Kinesis_20131202.ListStreams',
    'x-amz-date': '20330518T033320Z',
    authorization: 'AWS4-HMAC-SHA256 Credential=x/20330518/us-east-1/kinesis/aws4_request, '
      + 'SignedHeaders=host, Signature=0',
  },
  body: '{}',
});
const { StreamNames: served } = await listed.json();
await close();
console.log(JSON.stringify({
  pushed: new TextDecoder().decode(pushed.Data),
  invoked: atob(event.Records[0].kinesis.data),
  served,
}));
await runnel.close();
