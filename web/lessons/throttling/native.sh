awsemu kinesis create-stream --stream-name events --shard-count 1
awsemu kinesis wait stream-exists --stream-name events
runnel call UpdateStreamLimits --stream-name events --limits AWS
RECORDS=$(for i in $(seq 500); do printf '{"PartitionKey":"device-%s","Data":"YQ=="},' $i; done)
for i in 1 2 3 4; do
  awsemu kinesis put-records --stream-name events --records "[${RECORDS%,}]" \
    --query FailedRecordCount
done
runnel faults scenario flaky-producer --stream-name events
