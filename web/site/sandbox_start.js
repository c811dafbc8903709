import { KinesisClient, ListStreamsCommand } from '@aws-sdk/client-kinesis';

// Here nothing is reset: each run finds what the one before has left.
const client = new KinesisClient({});
const { StreamNames } = await client.send(new ListStreamsCommand({}));
console.log('streams:', StreamNames);
