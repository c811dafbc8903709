awsemu kinesis create-stream --stream-name ticks --shard-count 1
awsemu kinesis wait stream-exists --stream-name ticks
STREAM_ARN=$(awsemu kinesis describe-stream-summary --stream-name ticks \
  --query StreamDescriptionSummary.StreamARN --output text)
awsemu kinesis register-stream-consumer --stream-arn "$STREAM_ARN" --consumer-name dashboard
awsemu kinesis list-stream-consumers --stream-arn "$STREAM_ARN"
awsemu kinesis put-record --stream-name ticks --partition-key clock \
  --data "$(printf 'tick 1' | base64)"
runnel tail ticks --from trim-horizon --no-follow
