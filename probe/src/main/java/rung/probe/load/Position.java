package rung.probe.load;

/**
 * A position of stock by its place in the lists of stores and SKUs.
 *
 * @param store from 0
 * @param sku from 0
 */
public record Position(int store, int sku) {}
