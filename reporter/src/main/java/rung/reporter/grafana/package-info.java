/** What other tools are given: rules of alerts and dashboards, made from the catalogue of metrics and the ladder. */
@NullMarked
package rung.reporter.grafana;

import org.jspecify.annotations.NullMarked;
