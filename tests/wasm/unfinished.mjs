// Leaves a stream in CREATING and a subscription unread: neither may keep the process.
import { createRunnel } from './package.mjs';

const runnel = await createRunnel();
await runnel.call('CreateStream', { StreamName: 's', ShardCount: 1 });
const { StreamDescriptionSummary: { StreamARN } } =
  await runnel.call('DescribeStreamSummary', { StreamName: 's' });
const { Consumer: { ConsumerARN } } =
  await runnel.call('RegisterStreamConsumer', { StreamARN, ConsumerName: 'c' });
runnel.subscribe({
  ConsumerARN, ShardId: 'shardId-000000000000', StartingPosition: { Type: 'LATEST' },
});
await runnel.call('Runnel.UpdateSettings', { CreateStreamDelayMillis: 60_000 });
await runnel.call('CreateStream', { StreamName: 'later', ShardCount: 1 });
console.log('end of the script');
