package rung.engine.spark;

import java.util.concurrent.CountDownLatch;
import org.apache.spark.sql.streaming.StreamingQueryListener;

/** Tells when the query has done its first batch, or has found that there is no data yet. */
final class WorkingListener extends StreamingQueryListener {
    private final CountDownLatch working;

    WorkingListener(CountDownLatch working) {
        this.working = working;
    }

    @Override
    public void onQueryStarted(QueryStartedEvent event) {}

    @Override
    public void onQueryProgress(QueryProgressEvent event) {
        working.countDown();
    }

    @Override
    public void onQueryIdle(QueryIdleEvent event) {
        working.countDown();
    }

    @Override
    public void onQueryTerminated(QueryTerminatedEvent event) {}
}
