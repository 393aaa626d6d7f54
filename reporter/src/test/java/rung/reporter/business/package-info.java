@NullMarked
package rung.reporter.business;

import org.jspecify.annotations.NullMarked;
