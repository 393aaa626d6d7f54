@NullMarked
package rung.reporter.grafana;

import org.jspecify.annotations.NullMarked;
