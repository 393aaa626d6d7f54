package rung.probe.stage.http;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rung.core.config.Section;
import rung.probe.wire.Addresses;

/** How requests prove that they may read the page. What is secret in it is in no message and no {@code toString}. */
public sealed interface HttpAuth {
    /** They do not, or by a header of the user's own. */
    record None() implements HttpAuth {}

    /** By user and password. */
    record Basic(String user, String password) implements HttpAuth {
        @Override
        public String toString() {
            return "Basic[user=" + user + "]";
        }
    }

    /** By a token that somebody handed out. */
    record Bearer(String token) implements HttpAuth {
        @Override
        public String toString() {
            return "Bearer[]";
        }
    }

    /**
     * By tokens that an OAuth 2.0 server hands out to this client (client credentials), each used until shortly before it
     * expires, and given up when the page refuses it.
     *
     * @param tokenUrl where tokens are asked for
     * @param scope as the server names it; empty for its own choice
     */
    record ClientCredentials(String tokenUrl, String clientId, String clientSecret, Optional<String> scope)
            implements HttpAuth {
        public ClientCredentials {
            if (!tokenUrl.matches("(?i)https?://[^/?#@]+([/?].*)?") || !isUri(tokenUrl)) {
                throw new IllegalArgumentException(
                        "token-url does not begin with http://host or https://host, or has a user in it; write it like"
                                + " https://login.example/oauth2/token");
            }
        }

        private static boolean isUri(String url) {
            try {
                return URI.create(url).getHost() != null;
            } catch (IllegalArgumentException e) {
                return false;
            }
        }

        @Override
        public String toString() {
            return "ClientCredentials[tokenUrl=" + Addresses.shown(tokenUrl) + ", clientId=" + clientId + "]";
        }
    }

    /**
     * Reads the one kind that the configuration names; none where it has no such section.
     *
     * @throws IllegalArgumentException with cause and cure, when it cannot work
     */
    static HttpAuth read(Section page) {
        Optional<Section> section = page.sectionIfPresent("auth");
        if (section.isEmpty()) {
            return new None();
        }
        List<HttpAuth> found = new ArrayList<>();
        Section auth = section.get();
        auth.sectionIfPresent("basic")
                .ifPresent(basic -> found.add(new Basic(basic.text("user"), basic.text("password"))));
        auth.textIfPresent("bearer").ifPresent(token -> found.add(new Bearer(token.strip())));
        auth.sectionIfPresent("oauth2").ifPresent(oauth2 -> {
            String url = oauth2.text("token-url");
            String id = oauth2.text("client-id");
            String secret = oauth2.text("client-secret");
            Optional<String> scope = oauth2.textIfPresent("scope");
            if (oauth2.sound()) {
                found.add(new ClientCredentials(url, id, secret, scope));
            }
        });
        if (found.size() != 1) {
            auth.problem(
                    "",
                    "names " + (found.isEmpty() ? "no way" : "several ways")
                            + " of access; write one of basic, bearer, oauth2");
            return new None();
        }
        return found.get(0);
    }
}
