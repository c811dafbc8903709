package runnel;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.kinesis.common.ConfigsBuilder;
import software.amazon.kinesis.common.InitialPositionInStream;
import software.amazon.kinesis.common.InitialPositionInStreamExtended;
import software.amazon.kinesis.coordinator.Scheduler;
import software.amazon.kinesis.exceptions.InvalidStateException;
import software.amazon.kinesis.exceptions.ShutdownException;
import software.amazon.kinesis.lifecycle.events.InitializationInput;
import software.amazon.kinesis.lifecycle.events.LeaseLostInput;
import software.amazon.kinesis.lifecycle.events.ProcessRecordsInput;
import software.amazon.kinesis.lifecycle.events.ShardEndedInput;
import software.amazon.kinesis.lifecycle.events.ShutdownRequestedInput;
import software.amazon.kinesis.metrics.MetricsLevel;
import software.amazon.kinesis.processor.RecordProcessorCheckpointer;
import software.amazon.kinesis.processor.ShardRecordProcessor;
import software.amazon.kinesis.processor.SingleStreamTracker;
import software.amazon.kinesis.retrieval.KinesisClientRecord;
import software.amazon.kinesis.retrieval.RetrievalSpecificConfig;

/** A worker of the Kinesis Client Library, from the oldest record on. Ends with {@link #close}. */
final class ClientLibrary implements AutoCloseable {
  record Received(String key, String text) {}

  private static final int PATIENCE_SECONDS = 120;

  private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
  private final Set<String> started = ConcurrentHashMap.newKeySet();
  private final Set<String> ended = ConcurrentHashMap.newKeySet();
  private final DynamoDbAsyncClient leases;
  private final CloudWatchAsyncClient metrics;
  private final Scheduler scheduler;
  private final Thread thread;

  ClientLibrary(
      KinesisAsyncClient kinesis, URI moto, String stream, RetrievalSpecificConfig retrieval) {
    leases =
        DynamoDbAsyncClient.builder()
            .region(RunnelServer.REGION)
            .credentialsProvider(RunnelServer.CREDENTIALS)
            .endpointOverride(moto)
            .build();
    metrics =
        CloudWatchAsyncClient.builder()
            .region(RunnelServer.REGION)
            .credentialsProvider(RunnelServer.CREDENTIALS)
            .endpointOverride(moto)
            .build();
    InitialPositionInStreamExtended oldest =
        InitialPositionInStreamExtended.newInitialPosition(InitialPositionInStream.TRIM_HORIZON);
    ConfigsBuilder configs =
        new ConfigsBuilder(
            new SingleStreamTracker(stream, oldest),
            "reader",
            kinesis,
            leases,
            metrics,
            "worker",
            Processor::new);
    scheduler =
        new Scheduler(
            configs.checkpointConfig(),
            configs
                .coordinatorConfig()
                .parentShardPollIntervalMillis(200)
                .shardConsumerDispatchPollIntervalMillis(100),
            configs.leaseManagementConfig().failoverTimeMillis(2000).shardSyncIntervalMillis(1000),
            configs.lifecycleConfig(),
            // The stand-in does not know the protocol that CloudWatch is spoken to with.
            configs.metricsConfig().metricsLevel(MetricsLevel.NONE),
            configs.processorConfig(),
            configs.retrievalConfig().retrievalSpecificConfig(retrieval));
    thread = new Thread(scheduler, "client library");
    thread.start();
  }

  /** The next record that the library gave to a processor, or null if none comes. */
  Received next() throws InterruptedException {
    return received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** How many records came that nobody has asked for. */
  int unclaimed() {
    return received.size();
  }

  Set<String> startedShards() {
    return started;
  }

  Set<String> endedShards() {
    return ended;
  }

  @Override
  public void close() throws Exception {
    boolean graceful = scheduler.startGracefulShutdown().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    leases.close();
    metrics.close();
    if (!graceful || thread.isAlive()) throw new IllegalStateException("the worker did not end");
  }

  private final class Processor implements ShardRecordProcessor {
    private String shard;

    @Override
    public void initialize(InitializationInput input) {
      shard = input.shardId();
      started.add(shard);
    }

    @Override
    public void processRecords(ProcessRecordsInput input) {
      for (KinesisClientRecord record : input.records()) {
        String text = StandardCharsets.UTF_8.decode(record.data()).toString();
        received.add(new Received(record.partitionKey(), text));
      }
      checkpoint(input.checkpointer());
    }

    @Override
    public void leaseLost(LeaseLostInput input) {
      // There is one worker, which nobody takes a lease from.
    }

    @Override
    public void shardEnded(ShardEndedInput input) {
      ended.add(shard);
      checkpoint(input.checkpointer());
    }

    @Override
    public void shutdownRequested(ShutdownRequestedInput input) {
      checkpoint(input.checkpointer());
    }

    private void checkpoint(RecordProcessorCheckpointer checkpointer) {
      try {
        checkpointer.checkpoint();
      } catch (InvalidStateException | ShutdownException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
