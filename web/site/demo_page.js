export class DemoPage {}
