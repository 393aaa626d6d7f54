package rung.engine.connect;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.runtime.rest.entities.ConnectorStateInfo;
import org.apache.kafka.connect.runtime.standalone.StandaloneHerder;
import org.apache.kafka.connect.util.ConnectorTaskId;
import org.apache.kafka.connect.util.FutureCallback;

/** Looks after a worker's tasks each time it is run: says when all of them run, and starts failed ones again after a pause. */
final class Watch implements Runnable {
    private static final String RUNNING = "RUNNING";
    private static final String FAILED = "FAILED";
    private static final long PAUSE_SECONDS = 2;
    private static final long RESTART_WITHIN_SECONDS = 60;

    private final StandaloneHerder herder;
    private final Collection<String> connectors;
    private boolean ready;

    Watch(StandaloneHerder herder, Collection<String> connectors) {
        this.herder = herder;
        this.connectors = List.copyOf(connectors);
    }

    @Override
    public void run() {
        try {
            boolean all = true;
            for (String connector : connectors) {
                ConnectorStateInfo state = herder.connectorStatus(connector);
                all &= state.connector().state().equals(RUNNING)
                        && !state.tasks().isEmpty();
                for (ConnectorStateInfo.TaskState task : state.tasks()) {
                    all &= task.state().equals(RUNNING);
                    if (task.state().equals(FAILED)) {
                        failed(connector, task);
                    }
                }
            }
            if (all && !ready) {
                ready = true;
                System.out.println("READY");
            }
        } catch (Exception e) {
            System.err.println("cannot look at the tasks, tries again: " + e);
        }
    }

    private void failed(String connector, ConnectorStateInfo.TaskState task) throws Exception {
        System.err.println("task " + task.id() + " of " + connector + " failed: " + task.trace());
        if (!ready) {
            Runtime.getRuntime().halt(1);
        }
        TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
        FutureCallback<Void> restarted = new FutureCallback<>();
        herder.restartTask(new ConnectorTaskId(connector, task.id()), restarted);
        restarted.get(RESTART_WITHIN_SECONDS, TimeUnit.SECONDS);
        System.err.println("task " + task.id() + " of " + connector + " was started again");
    }
}
