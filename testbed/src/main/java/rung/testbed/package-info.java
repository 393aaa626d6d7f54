/** A retailer in a box: real servers and reference pipelines, in one JVM and in engines of their own. */
@NullMarked
package rung.testbed;

import org.jspecify.annotations.NullMarked;
