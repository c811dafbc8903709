import {
  CreateStreamCommand, KinesisClient, PutRecordsCommand, waitUntilStreamExists,
} from '@aws-sdk/client-kinesis';

// The real SDK. In this page it calls the emulator.
const client = new KinesisClient({});
const StreamName = 'orders';

await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
const waiting = { client, minDelay: 1, maxDelay: 1, maxWaitTime: 180 };
await waitUntilStreamExists(waiting, { StreamName });

const { FailedRecordCount, Records } = await client.send(new PutRecordsCommand({
  StreamName,
  Records: ['ada', 'grace', 'linus'].map((customer) => ({
    PartitionKey: customer,
    Data: new TextEncoder().encode(`a book for ${customer}`),
  })),
}));
console.log(`${FailedRecordCount} failed`);
for (const { ShardId, SequenceNumber } of Records) console.log(ShardId, SequenceNumber);
