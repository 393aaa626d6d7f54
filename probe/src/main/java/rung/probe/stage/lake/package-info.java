/** What the stages share that read tables of files without an engine. */
@NullMarked
package rung.probe.stage.lake;

import org.jspecify.annotations.NullMarked;
