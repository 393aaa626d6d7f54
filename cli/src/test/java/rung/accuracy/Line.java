package rung.accuracy;

/**
 * One figure of a proof.
 *
 * @param of which pipeline, shape or method it is about
 * @param figure what was measured, with its unit
 * @param truth what it should be, or where that comes from; empty when the band says it all
 * @param measured the value
 * @param band where the value has to lie
 */
record Line(String of, String figure, String truth, double measured, Band band) {
    boolean holds() {
        return band.holds(measured);
    }

    @Override
    public String toString() {
        return of + ", " + figure + ": " + Band.number(measured) + " (" + band.text() + ")";
    }
}
