awsemu kinesis create-stream --stream-name payments --shard-count 1
awsemu kinesis wait stream-exists --stream-name payments
SAVED=$(awsemu kinesis put-record --stream-name payments --partition-key account-7 \
  --data "$(printf 'payment 1' | base64)" --query SequenceNumber --output text)
awsemu kinesis put-record --stream-name payments --partition-key account-7 \
  --data "$(printf 'payment 2' | base64)"
ITERATOR=$(awsemu kinesis get-shard-iterator --stream-name payments \
  --shard-id shardId-000000000000 \
  --shard-iterator-type AFTER_SEQUENCE_NUMBER --starting-sequence-number "$SAVED" \
  --query ShardIterator --output text)
awsemu kinesis get-records --shard-iterator "$ITERATOR"
