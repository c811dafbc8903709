import { ledger } from 'runnel-lesson';

// The settings of the event source mapping.
export const mapping = {
  BatchSize: 10,
  MaximumRetryAttempts: 2,
  BisectBatchOnFunctionError: true,
  FunctionResponseTypes: ['ReportBatchItemFailures'],
};

// The text that base64 stands for: bytes, and they are UTF-8.
const textOf = (data) =>
  new TextDecoder().decode(Uint8Array.from(atob(data), (byte) => byte.charCodeAt(0)));

export async function handler(event) {
  for (const { kinesis } of event.Records) {
    try {
      const { order } = JSON.parse(textOf(kinesis.data));
      await ledger.add(order);
    } catch (error) {
      console.log(`${kinesis.sequenceNumber}: ${error.message}`);
      return { batchItemFailures: [{ itemIdentifier: kinesis.sequenceNumber }] };
    }
  }
  return { batchItemFailures: [] };
}
