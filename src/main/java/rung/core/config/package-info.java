/** Strict YAML files read into records, with every problem of a file reported at once. */
@NullMarked
package rung.core.config;

import org.jspecify.annotations.NullMarked;
