package rung.probe.wire;

/** How messages name places: without what may be secret in them. */
public final class Addresses {
    private Addresses() {}

    /** A URL without user information and without the values of its query. */
    public static String shown(String url) {
        return url.replaceAll("//[^/@]*@", "//").replaceAll("([?&][^=&#]*=)[^&#]*", "$1…");
    }
}
