awsemu kinesis create-stream --stream-name rides --shard-count 2
awsemu kinesis wait stream-exists --stream-name rides
awsemu kinesis split-shard --stream-name rides --shard-to-split shardId-000000000000 \
  --new-starting-hash-key 85070591730234615865843651857942052864
awsemu kinesis wait stream-exists --stream-name rides
awsemu kinesis list-shards --stream-name rides
runnel tail rides --from trim-horizon --no-follow
