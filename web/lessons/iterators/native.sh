awsemu kinesis create-stream --stream-name readings --shard-count 1
awsemu kinesis wait stream-exists --stream-name readings
for i in 1 2 3; do
  awsemu kinesis put-record --stream-name readings --partition-key sensor \
    --data "$(printf "reading $i" | base64)"
done
ITERATOR=$(awsemu kinesis get-shard-iterator --stream-name readings \
  --shard-id shardId-000000000000 \
  --shard-iterator-type TRIM_HORIZON --query ShardIterator --output text)
awsemu kinesis get-records --shard-iterator "$ITERATOR" --limit 2
runnel tail readings --from trim-horizon --no-follow
