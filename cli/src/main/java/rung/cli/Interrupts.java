package rung.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Turns Ctrl-C and SIGTERM into calls instead of a sudden end. The JDK's only door to signals is an unsupported class,
 * which is used by reflection; where it is closed, signals end the process as they always do.
 */
final class Interrupts {
    private final AtomicInteger count = new AtomicInteger();

    /**
     * Listens from now on.
     *
     * @param first called on the first signal
     * @param second called on each later one
     */
    static Interrupts listen(Runnable first, Runnable second) {
        Interrupts interrupts = new Interrupts();
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (method.getName().equals("handle")) {
                (interrupts.count.incrementAndGet() == 1 ? first : second).run();
                return null;
            }
            return switch (method.getName()) {
                case "hashCode" -> System.identityHashCode(proxy);
                case "equals" -> arguments != null && arguments[0] == proxy;
                default -> "Interrupts";
            };
        };
        for (String name : new String[] {"INT", "TERM"}) {
            try {
                Class<?> signal = Class.forName("sun.misc.Signal");
                Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
                Object listener = Proxy.newProxyInstance(
                        Interrupts.class.getClassLoader(), new Class<?>[] {handlerType}, handler);
                signal.getMethod("handle", signal, handlerType)
                        .invoke(null, signal.getConstructor(String.class).newInstance(name), listener);
            } catch (ReflectiveOperationException | IllegalArgumentException e) {
                return interrupts;
            }
        }
        return interrupts;
    }

    /** Whether a signal has come. */
    boolean came() {
        return count.get() > 0;
    }
}
