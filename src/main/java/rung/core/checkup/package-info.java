/** What was found when a configuration, its sources and its stages were looked at before anything is measured. */
@NullMarked
package rung.core.checkup;

import org.jspecify.annotations.NullMarked;
