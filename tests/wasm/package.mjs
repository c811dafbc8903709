// The package as the build made it, for tests that need no installed one.
const { createRunnel, Runnel, RunnelError } = await import(`${process.env.RUNNEL_PACKAGE}/node.js`);

export { createRunnel, Runnel, RunnelError };
