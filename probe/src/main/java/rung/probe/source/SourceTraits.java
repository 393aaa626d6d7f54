package rung.probe.source;

import java.util.Optional;

/**
 * What a source says of itself before it takes the first transaction.
 *
 * @param acknowledged what has happened when a transaction counts as acknowledged, and whose clock says when
 * @param duplicates how it would carry a till's duplicate, the same transaction twice; empty when it cannot carry one
 */
public record SourceTraits(String acknowledged, Optional<String> duplicates) {}
