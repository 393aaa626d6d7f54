/** Flink in a JVM of its own: from a topic of transactions to the counts in an Iceberg table, each transaction counted once. */
package rung.engine.flink;
