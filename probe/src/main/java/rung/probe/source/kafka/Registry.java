package rung.probe.source.kafka;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Map;
import java.util.Optional;
import rung.core.config.Section;

/**
 * A schema registry that speaks Confluent's API, as Confluent's, Apicurio's (under {@code /apis/ccompat/v7}), Redpanda's
 * and others do.
 *
 * @param url to which {@code /subjects} is added
 * @param subject under which the schema is; the topic's name and {@code -value} when empty
 * @param register whether to register the schema when it is not there
 * @param headers sent along; may hold secrets, which no message repeats
 */
public record Registry(String url, Optional<String> subject, boolean register, Map<String, String> headers) {
    public Registry {
        headers = Map.copyOf(headers);
        URI uri = URI.create(url);
        boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        if (!web || uri.getHost() == null || uri.getUserInfo() != null) {
            throw new IllegalArgumentException(
                    "registry.url does not begin with http://host or https://host; write it"
                            + " like https://registry.example/apis/ccompat/v7, and user and password as an Authorization header");
        }
        headers.forEach((name, value) -> HttpRequest.newBuilder().setHeader(name, value));
    }

    static Registry read(Section section) {
        String url = section.text("url");
        Optional<String> subject = section.textIfPresent("subject");
        boolean register = section.flag("register", false);
        Map<String, String> headers = section.properties("headers");
        return section.sound()
                ? new Registry(url, subject, register, headers)
                : new Registry("http://placeholder", Optional.empty(), false, Map.of());
    }

    String subjectOf(String topic) {
        return subject.orElse(topic + "-value");
    }

    /** Leaves the headers' values out. */
    @Override
    public String toString() {
        return "Registry[url=" + url + ", headers=" + headers.keySet() + "]";
    }
}
