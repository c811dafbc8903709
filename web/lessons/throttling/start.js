import { KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { sleep } from 'runnel-lesson';

const client = new KinesisClient({});
const StreamName = 'events';

const records = Array.from({ length: 2500 }, (_, i) => ({
  PartitionKey: `device-${i % 50}`,
  Data: new TextEncoder().encode(`event ${i + 1}`),
}));

for (let at = 0; at < records.length; at += 500) {
  const Records = records.slice(at, at + 500);
  const answer = await client.send(new PutRecordsCommand({ StreamName, Records }));
  console.log(`${answer.FailedRecordCount} of ${Records.length} refused`);
}
