// Where partition keys lie.
import { md5 } from '../student/md5.js';

export const keySpace = 2n ** 128n;

export const hashKeyOf = (partitionKey) => BigInt(`0x${md5(partitionKey)}`);

// Of the ring, from 0 up to 1.
export const fractionOf = (hashKey) => Number(BigInt(hashKey) * 1_000_000n / keySpace) / 1_000_000;

// The open shard of an inspected stream that a hash key belongs to.
export function shardOf(stream, hashKey) {
  return stream.Shards.find((shard) => shard.ClosedMillis === undefined &&
    BigInt(shard.StartingHashKey) <= hashKey && hashKey <= BigInt(shard.EndingHashKey));
}

// "shardId-000000000003" is 3.
export const numberOf = (shardId) => Number(shardId.slice('shardId-'.length));
