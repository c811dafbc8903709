import { ledger } from 'runnel-lesson';

// The settings of the event source mapping.
export const mapping = {
  BatchSize: 10,
  MaximumRetryAttempts: 2,
  BisectBatchOnFunctionError: true,
  FunctionResponseTypes: ['ReportBatchItemFailures'],
};

export async function handler(event) {
  for (const { kinesis } of event.Records) {
    try {
      const { order } = JSON.parse(atob(kinesis.data));
      await ledger.add(order);
    } catch (error) {
      console.log(`${kinesis.sequenceNumber}: ${error.message}`);
      return { batchItemFailures: [{ itemIdentifier: kinesis.sequenceNumber }] };
    }
  }
  return { batchItemFailures: [] };
}
