export class SandboxPage {}
