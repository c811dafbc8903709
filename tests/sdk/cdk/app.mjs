// A stack as people write it with the AWS CDK; prints the template that the CDK makes of it.
import { App, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { Stream, StreamConsumer } from 'aws-cdk-lib/aws-kinesis';

const app = new App();
const stack = new Stack(app, 'Orders');
const stream = new Stream(stack, 'Orders', {
  shardCount: 2,
  retentionPeriod: Duration.hours(48),
});
new StreamConsumer(stack, 'Reader', { streamConsumerName: 'reader', stream });
new CfnOutput(stack, 'StreamArn', { value: stream.streamArn });
const { template } = app.synth().getStackByName('Orders');
process.stdout.write(`${JSON.stringify(template, null, 1)}\n`);
