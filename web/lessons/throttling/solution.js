import { KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { sleep } from 'runnel-lesson';

const client = new KinesisClient({});
const StreamName = 'events';

const records = Array.from({ length: 2500 }, (_, i) => ({
  PartitionKey: `device-${i % 50}`,
  Data: new TextEncoder().encode(`event ${i + 1}`),
}));

async function putAll(all) {
  let left = all;
  for (let wait = 100; ; wait = Math.min(wait * 2, 1000)) {
    const answer = await client.send(new PutRecordsCommand({ StreamName, Records: left }));
    left = left.filter((_, i) => answer.Records[i].ErrorCode !== undefined);
    if (left.length === 0) return;
    console.log(`${left.length} refused; again in about ${wait} ms`);
    await sleep(wait * (0.5 + Math.random()));
  }
}

for (let at = 0; at < records.length; at += 500) await putAll(records.slice(at, at + 500));
