/** Rung beside the tools that are used for the same question, on pipelines whose truth is known. */
@NullMarked
package rung.peers;

import org.jspecify.annotations.NullMarked;
