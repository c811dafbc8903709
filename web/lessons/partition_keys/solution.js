import { md5 } from 'runnel-lesson';

export function shardFor(partitionKey, shards) {
  const hashKey = BigInt(`0x${md5(partitionKey)}`);
  const owner = shards.find(({ HashKeyRange: { StartingHashKey, EndingHashKey } }) =>
    BigInt(StartingHashKey) <= hashKey && hashKey <= BigInt(EndingHashKey));
  return owner.ShardId;
}
