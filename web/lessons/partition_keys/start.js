import { md5 } from 'runnel-lesson';

// `shards` is a list such as
//   [{ ShardId: 'shardId-000000000002',
//      HashKeyRange: { StartingHashKey: '0', EndingHashKey: '567…' }, … }, …]
export function shardFor(partitionKey, shards) {
  const hashKey = md5(partitionKey);
  console.log(partitionKey, hashKey);
  return shards[0].ShardId;
}
