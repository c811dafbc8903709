awsemu kinesis create-stream --stream-name audit --shard-count 1
awsemu kinesis wait stream-exists --stream-name audit
awsemu kinesis put-record --stream-name audit --partition-key auditor \
  --data "$(printf 'first entry' | base64)"
awsemu kinesis increase-stream-retention-period --stream-name audit --retention-period-hours 48
runnel clock advance 25h
runnel tail audit --from trim-horizon --no-follow
runnel clock advance 25h
runnel tail audit --from trim-horizon --no-follow
