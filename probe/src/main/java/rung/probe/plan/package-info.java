/** What a user's pipelines.yaml asks for, read and checked as a whole before anything is opened. */
@NullMarked
package rung.probe.plan;

import org.jspecify.annotations.NullMarked;
