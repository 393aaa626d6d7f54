package rung.engine.flink;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.graph.StreamGraph;

/** A Flink cluster of this JVM alone, and one job on it. */
public final class FlinkEngine {
    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private FlinkEngine() {}

    /**
     * Prints {@code READY} when a checkpoint has been completed, goes on until standard input ends, and leaves the latest
     * checkpoint for the next start. Ends with status 2 for wrong arguments and 1 when the job has failed for good.
     */
    public static void main(String[] arguments) {
        Settings settings;
        try {
            settings = Settings.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println("flink: " + e.getMessage());
            System.exit(2);
            return;
        }
        try {
            System.exit(run(settings) ? 0 : 1);
        } catch (Exception e) {
            // Flink's threads would keep the JVM
            e.printStackTrace();
            System.exit(1);
        }
    }

    private static boolean run(Settings settings) throws Exception {
        Files.createDirectories(settings.folder());
        Optional<Path> from = Checkpoints.latest(settings.folder());
        System.out.println(
                from.map(checkpoint -> "goes on from " + settings.folder().relativize(checkpoint))
                        .orElse("begins with the topic"));
        try (MiniCluster cluster = new MiniCluster(cluster())) {
            cluster.start();
            StreamGraph graph = PositionsJob.graph(settings, from);
            cluster.submitJob(graph).get();
            return watch(cluster, graph.getJobID());
        }
    }

    /** Returns whether the job was cancelled, because standard input has ended; else it has failed, as is printed. */
    private static boolean watch(MiniCluster cluster, JobID job) throws Exception {
        Thread input = new Thread(() -> cancelAtEndOf(System.in, cluster, job), "input");
        input.setDaemon(true);
        input.start();
        boolean ready = false;
        while (true) {
            try {
                JobResult result = cluster.requestJobResult(job).get(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
                result.getSerializedThrowable().ifPresent(failure -> {
                    System.err.println("flink: the job has failed");
                    failure.printStackTrace();
                });
                return result.getSerializedThrowable().isEmpty();
            } catch (TimeoutException e) {
                if (!ready && completedCheckpoints(cluster, job) > 0) {
                    ready = true;
                    System.out.println("READY job " + job);
                }
            }
        }
    }

    private static long completedCheckpoints(MiniCluster cluster, JobID job)
            throws ExecutionException, InterruptedException {
        return cluster.getExecutionGraph(job)
                .get()
                .getCheckpointStatsSnapshot()
                .getCounts()
                .getNumberOfCompletedCheckpoints();
    }

    private static void cancelAtEndOf(InputStream input, MiniCluster cluster, JobID job) {
        byte[] unread = new byte[64];
        try {
            while (input.read(unread) >= 0) {
                // what is sent has no meaning
            }
        } catch (IOException e) {
            System.err.println("flink: standard input cannot be read, which ends the job: " + e.getMessage());
        }
        cluster.cancelJob(job);
    }

    private static MiniClusterConfiguration cluster() {
        Configuration configuration = new Configuration();
        configuration.set(RestOptions.BIND_PORT, "0");
        configuration.set(RestOptions.BIND_ADDRESS, LOOPBACK);
        configuration.set(RestOptions.ADDRESS, LOOPBACK);
        configuration.set(JobManagerOptions.BIND_HOST, LOOPBACK);
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(16));
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(16));
        configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(1));
        return new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(1)
                .setCommonBindAddress(LOOPBACK)
                .build();
    }
}
