import {
  CreateStreamCommand, KinesisClient, PutRecordsCommand, waitUntilStreamExists,
} from '@aws-sdk/client-kinesis';

// The real SDK. In this page it calls the emulator.
const client = new KinesisClient({});
const StreamName = 'orders';

await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));

// Wait until the stream is active, then put three records with one PutRecordsCommand:
//   { StreamName, Records: [{ PartitionKey: …, Data: … }, …] }
