package rung.core.checkup;

import java.util.Optional;

/**
 * What was found of a source.
 *
 * @param trouble why it would take no transaction, with the cure; empty when it would
 * @param acknowledged what has happened when a transaction counts as acknowledged, and whose clock says when
 * @param duplicates how it would carry the same transaction twice; empty when it cannot
 */
public record SourceCheckup(Optional<String> trouble, String acknowledged, Optional<String> duplicates) {}
