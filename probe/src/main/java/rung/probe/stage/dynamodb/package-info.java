/** A count in a table of DynamoDB. */
@NullMarked
package rung.probe.stage.dynamodb;

import org.jspecify.annotations.NullMarked;
