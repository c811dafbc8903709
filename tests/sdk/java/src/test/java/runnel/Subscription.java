package runnel;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.reactivestreams.Subscriber;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.StartingPosition;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEventStream;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardRequest;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponse;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;

/** One SubscribeToShard; asks for an event only after it has taken the one before. */
final class Subscription implements Subscriber<SubscribeToShardEventStream> {
  static final int PATIENCE_SECONDS = 20;

  private final CompletableFuture<SubscribeToShardResponse> response = new CompletableFuture<>();
  private final BlockingQueue<SubscribeToShardEvent> events = new LinkedBlockingQueue<>();
  private final CompletableFuture<Void> end;
  private volatile org.reactivestreams.Subscription flow;

  Subscription(KinesisAsyncClient client, String consumerArn, String shard, StartingPosition at) {
    end =
        client.subscribeToShard(
            SubscribeToShardRequest.builder()
                .consumerARN(consumerArn)
                .shardId(shard)
                .startingPosition(at)
                .build(),
            SubscribeToShardResponseHandler.builder()
                .onResponse(response::complete)
                .onEventStream(publisher -> publisher.subscribe(this))
                .build());
  }

  /** What the initial response brought. */
  SubscribeToShardResponse response() throws Exception {
    return response.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** Completes when the stream of events has ended, exceptionally if by an error. */
  CompletableFuture<Void> end() {
    return end;
  }

  SubscribeToShardEvent next() throws InterruptedException {
    SubscribeToShardEvent event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertNotNull(event, "no event came");
    return event;
  }

  /** The next `count` records, however many events they take. */
  List<Record> records(int count) throws InterruptedException {
    List<Record> records = new ArrayList<>();
    while (records.size() < count) records.addAll(next().records());
    return records;
  }

  /** The last event, once the stream has ended without an error. */
  SubscribeToShardEvent last() throws Exception {
    end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    SubscribeToShardEvent last = null;
    for (SubscribeToShardEvent event; (event = events.poll()) != null; ) last = event;
    assertNotNull(last, "no event came");
    return last;
  }

  void cancel() {
    flow.cancel();
  }

  @Override
  public void onSubscribe(org.reactivestreams.Subscription subscription) {
    flow = subscription;
    flow.request(1);
  }

  @Override
  public void onNext(SubscribeToShardEventStream event) {
    if (event instanceof SubscribeToShardEvent records) events.add(records);
    flow.request(1);
  }

  @Override
  public void onError(Throwable error) {
    // `end` brings it, too.
  }

  @Override
  public void onComplete() {
    // `end` says so, too.
  }
}
