/** The 47-minute retailer: a day of a simulated shop, measured by the real canary in virtual time. */
@NullMarked
package rung.cli.story;

import org.jspecify.annotations.NullMarked;
