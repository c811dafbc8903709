// What both entries of the package share.
import type { Operations } from './operations.js';

export type { Operations };

/** Milliseconds since 1970, all of them. */
export interface Clock {
  now(): number;
  /** Goes ahead, and does what comes due on the way. Gives the new time. */
  advance(milliseconds: number): number;
  /** Stands still, now or at a later time, and moves by `advance` only. */
  freeze(at?: number | Date): number;
  /** Runs with the host's clock again. */
  resume(): number;
  /** Runs so many times as fast as the host's clock. */
  scale(factor: number): number;
}

export interface RunnelOptions {
  /** The account of callers whose access key is not itself one. Default: 000000000000. */
  account?: string;
  /** Default: us-east-1. */
  region?: string;
  /** Equal seeds, clocks and calls give equal answers byte for byte. Default: a random one. */
  seed?: number | bigint;
  /**
   * 'system' (the default) follows the host, and fake timers too. A time stands still there and
   * moves by `runnel.clock.advance`. A function gives the milliseconds since 1970.
   */
  clock?: 'system' | number | Date | (() => number);
  /** Input of Runnel.UpdateSettings. Unlike those of the service, changes take no time at first. */
  settings?: Operations['Runnel.UpdateSettings']['input'];
  /** What to begin with: what exportSnapshot gave, or a file of `runnel snapshot export`. */
  snapshot?: Uint8Array | ArrayBuffer;
  /** Where what happens is kept beyond this program's life: `indexedDbJournal` in a browser. */
  journal?: JournalStore;
  /** Whether `runnel.buckets` has what channels write. Default: true. */
  buckets?: boolean;
  /**
   * Makes the requests over HTTP of pipes to API destinations, and for templates at URLs. Default:
   * the host's `fetch`. False: nobody makes them, and what needs one says so.
   */
  fetch?: typeof globalThis.fetch | false;
  /** The WebAssembly module, where the package cannot find its file `runnel.wasm` by itself. */
  module?: WasmSource | Promise<WasmSource>;
}

/** What a journal stores. Only `bytes` are given back. */
export interface JournalEntry {
  /** 0: change, 1: records, 2: drop a shard's records before `at`, 3: a stream's, 4: everything. */
  kind: number;
  position: number;
  at: number;
  stream: number;
  shard: number;
  first: number;
  bytes: Uint8Array;
}

export interface JournalStore {
  /** First the changes by position, then the records by stream, shard and first index. */
  load(): Promise<Uint8Array[]>;
  /** All or none. Resolves once they are stored. */
  commit(entries: JournalEntry[]): Promise<void>;
  /** Replaces all changes up to the position by these. */
  checkpoint(position: number, entries: JournalEntry[]): Promise<void>;
  close(): Promise<void>;
}

/** A compiled module, its bytes, or a Response that brings them. */
export type WasmSource = WebAssembly.Module | ArrayBuffer | ArrayBufferView | Response;

export interface Caller {
  account?: string;
  region?: string;
}

export interface SubscribeToShardEvent {
  Records: Array<{
    SequenceNumber: string;
    ApproximateArrivalTimestamp: Date;
    Data: Uint8Array;
    PartitionKey: string;
    EncryptionType?: 'NONE' | 'KMS';
  }>;
  ContinuationSequenceNumber?: string;
  MillisBehindLatest: number;
  ChildShards?: Array<{
    ShardId: string;
    ParentShards: string[];
    HashKeyRange: { StartingHashKey: string; EndingHashKey: string };
  }>;
}

export interface RunnelRequest {
  method: string;
  path: string;
  headers: Record<string, string> | Array<[string, string]>;
  body?: string | Uint8Array;
}

export interface RunnelReply {
  status: number;
  headers: Record<string, string>;
  /** A stream if the request opened a subscription. */
  body: Uint8Array | ReadableStream<Uint8Array>;
}

/** An answer that is an error of Kinesis. */
export class RunnelError extends Error {
  private constructor();
  /** "ResourceNotFoundException" */
  name: string;
  $metadata: { httpStatusCode?: number; requestId?: string };
}

/** Takes the network's place in a client of the AWS SDK for JavaScript v3. */
export interface RunnelRequestHandler {
  readonly metadata: { handlerProtocol: string };
  handle(request: any, options?: any): Promise<{ response: any }>;
  updateHttpClientConfig(key: never, value: never): void;
  httpHandlerConfigs(): any;
  destroy(): void;
}

/** What a function is invoked with for records of a stream. */
export interface KinesisEvent {
  Records: Array<{
    kinesis: {
      kinesisSchemaVersion: string;
      partitionKey: string;
      sequenceNumber: string;
      /** In base64. */
      data: string;
      /** Seconds since 1970. */
      approximateArrivalTimestamp: number;
    };
    eventSource: string;
    eventVersion: string;
    eventID: string;
    eventName: string;
    invokeIdentityArn: string;
    awsRegion: string;
    eventSourceARN: string;
  }>;
  /** In tumbling windows. */
  window?: { start: string; end: string };
  state?: any;
  shardId?: string;
  eventSourceARN?: string;
  isFinalInvokeForWindow?: boolean;
  isWindowTerminatedEarly?: boolean;
}

export type FunctionHandler = (
  event: KinesisEvent,
  context: { awsRequestId: string; functionName: string; invokedFunctionArn: string },
) => unknown;

/** The input of Lambda's CreateEventSourceMapping. */
export interface EventSourceMappingInput {
  EventSourceArn: string;
  FunctionName: string;
  StartingPosition: 'TRIM_HORIZON' | 'LATEST' | 'AT_TIMESTAMP';
  /** Seconds since 1970. */
  StartingPositionTimestamp?: number;
  Enabled?: boolean;
  BatchSize?: number;
  MaximumBatchingWindowInSeconds?: number;
  ParallelizationFactor?: number;
  BisectBatchOnFunctionError?: boolean;
  MaximumRetryAttempts?: number;
  MaximumRecordAgeInSeconds?: number;
  TumblingWindowInSeconds?: number;
  FunctionResponseTypes?: Array<'ReportBatchItemFailures'>;
  DestinationConfig?: { OnFailure?: { Destination?: string } };
  FilterCriteria?: { Filters?: Array<{ Pattern?: string }> };
  Tags?: Record<string, string>;
}

/** JavaScript functions in the place of Lambda functions. They throw a RunnelError if refused. */
export interface Functions {
  /**
   * Makes a function of this name, or takes over one that a journal or a snapshot has brought. The
   * handler may be async; what it throws is its failure.
   */
  create(name: string, handler: FunctionHandler): { FunctionName: string; FunctionArn: string };
  delete(name: string): void;
  /** Invokes it. Resolves to what it returns, rejects with what it throws. */
  invoke(name: string, event?: unknown): Promise<any>;
  /** Lets a stream's records invoke a function. */
  map(input: EventSourceMappingInput): { UUID: string; State: string };
}

/** What channels write, in this program's memory: a journal does not keep it. */
export interface Buckets {
  /** Of one bucket or of all, by bucket and key. */
  list(bucket?: string): Array<{ bucket: string; key: string; size: number }>;
  /**
   * The bytes of an object, compressed as its channel says: NONE, GZIP, or a frame of Zstandard
   * whose blocks are not compressed. Undefined if there is none.
   */
  get(bucket: string, key: string): Uint8Array | undefined;
  /** Whether there was such an object. */
  delete(bucket: string, key: string): boolean;
}

export class Runnel {
  private constructor();
  readonly account: string;
  readonly region: string;
  readonly clock: Clock;
  readonly functions: Functions;
  readonly buckets: Buckets;
  readonly requestHandler: RunnelRequestHandler;
  /** For `new KinesisClient(runnel.clientConfig)`. */
  readonly clientConfig: {
    region: string;
    credentials: { accessKeyId: string; secretAccessKey: string };
    requestHandler: RunnelRequestHandler;
  };
  /** As globalThis.fetch, whatever the address. */
  fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response>;
  /** Calls an operation; rejects with a RunnelError if Kinesis refuses. */
  call<Name extends keyof Operations>(
    name: Name,
    ...input: {} extends Operations[Name]['input']
      ? [input?: Operations[Name]['input'], caller?: Caller]
      : [input: Operations[Name]['input'], caller?: Caller]
  ): Promise<Operations[Name]['output']>;
  /** Calls SubscribeToShard at once and gives its events. Leaving the loop hangs up. */
  subscribe(
    input: Operations['SubscribeToShard']['input'],
    options?: Caller & { signal?: AbortSignal },
  ): AsyncIterable<SubscribeToShardEvent>;
  /** Answers an HTTP request. */
  answer(request: RunnelRequest): Promise<RunnelReply>;
  /** All that there is, as a file that `runnel snapshot import` reads too. */
  exportSnapshot(): Promise<Uint8Array>;
  /**
   * Becomes what a snapshot holds, but for the settings of this one's option. If it cannot be read,
   * nothing has changed.
   */
  importSnapshot(snapshot: Uint8Array | ArrayBuffer): Promise<void>;
  /** As newly made: the streams, the clock and the random choices begin again. */
  reset(): void;
  /** Ends every subscription and frees the memory. Resolves once a journal has been let go. */
  close(): Promise<void>;
}
