/** The command line: wires the modules, and nothing else. */
@NullMarked
package rung.cli;

import org.jspecify.annotations.NullMarked;
