cat >index.mjs <<'END'
export async function handler(event) {
  for (const { kinesis } of event.Records) {
    try {
      console.log(JSON.parse(Buffer.from(kinesis.data, 'base64')).order);
    } catch {
      return { batchItemFailures: [{ itemIdentifier: kinesis.sequenceNumber }] };
    }
  }
}
END
python3 -m zipfile -c function.zip index.mjs
awsemu kinesis create-stream --stream-name orders --shard-count 1
awsemu kinesis wait stream-exists --stream-name orders
awsemu lambda create-function --function-name orders --runtime nodejs20.x --handler index.handler \
  --role arn:aws:iam::000000000000:role/lambda --zip-file fileb://function.zip
STREAM_ARN=$(awsemu kinesis describe-stream-summary --stream-name orders \
  --query StreamDescriptionSummary.StreamARN --output text)
awsemu lambda create-event-source-mapping --function-name orders --event-source-arn "$STREAM_ARN" \
  --starting-position TRIM_HORIZON --batch-size 10 --maximum-retry-attempts 2 \
  --bisect-batch-on-function-error --function-response-types ReportBatchItemFailures
awsemu kinesis put-record --stream-name orders --partition-key shop --data "$(printf oops | base64)"
runnel failures
