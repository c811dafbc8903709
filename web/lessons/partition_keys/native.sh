awsemu kinesis create-stream --stream-name clicks --shard-count 4
awsemu kinesis wait stream-exists --stream-name clicks
runnel explain user-42 clicks
awsemu kinesis put-record --stream-name clicks --partition-key user-42 \
  --data "$(printf click | base64)"
