// Reports to `host`, a Runnel, what came of something that it gave to be run: {Outcome, Payload}.
export function completeInvocation(host, RequestId, outcome) {
  try {
    host.callNow('Runnel.CompleteInvocation', { RequestId, ...outcome });
  } catch (error) {
    // It was closed or reset meanwhile, the function was deleted, or it took too long: nobody waits
    // for the outcome any more.
    if (error.name !== 'ClosedError' && error.name !== 'ResourceNotFoundException') throw error;
  }
}
