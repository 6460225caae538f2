package io.merkato.tenancy;

import io.merkato.api.TypeId;
import java.net.IDN;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A host of the tenant's own.
 *
 * @param token what the TXT record must carry to prove it
 * @param verifiedAt null while the host leads nowhere
 */
public record Domain(
        Id id,
        String host,
        String token,
        Instant createdAt,
        @Nullable Instant verifiedAt) {

    private static final Pattern HOST =
            Pattern.compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])");
    private static final int MAX_LENGTH = 253;

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "domain";
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /** The DNS record that proves the host is the tenant's. */
    public record Verification(String name, String type, String value) {}

    public Verification verification() {
        return new Verification("_merkato." + host, "TXT", "merkato-verification=" + token);
    }

    /** The host as DNS spells it, or empty where the text is no host name. */
    public static Optional<String> host(String text) {
        try {
            String host = IDN.toASCII(text.strip(), IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
            return host.length() <= MAX_LENGTH && HOST.matcher(host).matches() ? Optional.of(host) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
