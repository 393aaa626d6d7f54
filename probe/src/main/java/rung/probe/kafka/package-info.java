/** What all clients of Kafka have in common. */
@NullMarked
package rung.probe.kafka;

import org.jspecify.annotations.NullMarked;
