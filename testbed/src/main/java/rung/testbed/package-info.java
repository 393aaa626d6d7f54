/** A retailer in a box: real servers and three reference pipelines in one JVM. */
@NullMarked
package rung.testbed;

import org.jspecify.annotations.NullMarked;
