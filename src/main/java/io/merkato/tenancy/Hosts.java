package io.merkato.tenancy;

import java.util.Locale;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** The hosts under which the platform itself answers: {@code <slug>.<merkato.domain>}, and the bare domain for no tenant. */
@Component
class Hosts {

    private final String domain;

    Hosts(@Value("${merkato.domain:localhost}") String domain) {
        this.domain = domain.toLowerCase(Locale.ROOT);
    }

    String of(Tenant tenant) {
        return tenant.slug() + '.' + domain;
    }

    boolean isPlatform(String host) {
        return host.equals(domain) || host.endsWith('.' + domain);
    }

    /** The slug that a host of the platform begins with. */
    Optional<String> slug(String host) {
        return isPlatform(host) && !host.equals(domain)
                ? Optional.of(host.substring(0, host.length() - domain.length() - 1))
                : Optional.empty();
    }
}
