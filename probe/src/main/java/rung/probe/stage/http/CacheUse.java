package rung.probe.stage.http;

import java.util.Optional;
import rung.core.config.Section;

/**
 * What requests tell the caches on their way. A page that is read both through and around its caches tells the caches'
 * staleness from that of the system behind them.
 *
 * @param around whether caches are asked to hand the request on ({@code Cache-Control: no-cache})
 * @param parameter added to the URL with another value each time, for caches that do not listen; only around them
 * @param conditional whether a page that carries a strong ETag is asked for only if it has changed since
 */
public record CacheUse(boolean around, Optional<String> parameter, boolean conditional) {
    public CacheUse {
        if (parameter.isPresent() && !around) {
            throw new IllegalArgumentException(
                    "bypass-parameter goes around caches; write cache-bypass: true beside it");
        }
        parameter.ifPresent(name -> {
            if (!name.matches("[A-Za-z0-9._~-]{1,64}")) {
                throw new IllegalArgumentException(
                        "bypass-parameter " + name + " is no name of a parameter; write letters and digits");
            }
        });
        if (parameter.isPresent() && conditional) {
            throw new IllegalArgumentException(
                    "conditional and bypass-parameter exclude each other, as each request is for another URL");
        }
    }

    /** As a shopper's browser that has not seen the page before: through whatever caches there are. */
    public static CacheUse through() {
        return new CacheUse(false, Optional.empty(), false);
    }

    /** Around the caches that heed what they are told. */
    public static CacheUse aroundThem() {
        return new CacheUse(true, Optional.empty(), false);
    }

    static CacheUse read(Section page) {
        boolean around = page.flag("cache-bypass", false);
        Optional<String> parameter = page.textIfPresent("bypass-parameter");
        return new CacheUse(around, parameter, page.flag("conditional", false));
    }
}
