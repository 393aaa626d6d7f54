/** A DynamoDB that only this machine can reach. */
package rung.engine.dynamodb;
