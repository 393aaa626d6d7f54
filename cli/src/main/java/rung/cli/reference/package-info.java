/** The reference pipelines that the demo opens, each with the pipelines.yaml by which it is measured. */
@NullMarked
package rung.cli.reference;

import org.jspecify.annotations.NullMarked;
