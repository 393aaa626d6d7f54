/** A Structured Streaming job that merges the transactions of a Kafka topic into an Iceberg table of counts. */
package rung.engine.spark;
