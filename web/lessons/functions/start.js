import { ledger } from 'runnel-lesson';

// The settings of the event source mapping.
export const mapping = {
  BatchSize: 10,
};

export async function handler(event) {
  for (const { kinesis } of event.Records) {
    const { order } = JSON.parse(atob(kinesis.data));
    await ledger.add(order);
  }
}
