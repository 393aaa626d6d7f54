@NullMarked
package rung.reporter.web;

import org.jspecify.annotations.NullMarked;
