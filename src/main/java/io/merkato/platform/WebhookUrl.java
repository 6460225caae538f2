package io.merkato.platform;

import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserErrorCode;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The address of a webhook, as far as can be told without asking who has it; see {@link PublicHosts} for the rest. */
final class WebhookUrl {

    private static final int LONGEST = 2048;
    private static final Set<Integer> PORTS = Set.of(-1, 443, 8443);

    private WebhookUrl() {}

    /** @throws Refused where nothing would ever be sent there */
    static String check(String text, boolean allowPrivate) {
        String url = text.strip();
        if (url.length() > LONGEST) {
            throw refused(UserErrorCode.TOO_LONG, "An address has at most " + LONGEST + " characters.");
        }
        URI uri = parse(url);
        if (uri == null || uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw refused(
                    UserErrorCode.INVALID,
                    "This is no address of the form https://host/path, without user name and fragment.");
        }
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !(allowPrivate && scheme.equals("http"))) {
            throw refused(UserErrorCode.INVALID, "Only https is sent to.");
        }
        if (!allowPrivate && !PORTS.contains(uri.getPort())) {
            throw refused(UserErrorCode.NOT_ALLOWED, "Only the ports 443 and 8443 are sent to.");
        }
        if (!allowPrivate && isPrivate(uri.getHost())) {
            throw refused(UserErrorCode.NOT_ALLOWED, "The host is not on the public internet.");
        }
        return url;
    }

    private static @Nullable URI parse(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static boolean isPrivate(String host) {
        String name = host.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
        return name.equals("localhost")
                || name.endsWith(".localhost")
                || literals(name).anyMatch(address -> !PublicHosts.isPublic(address));
    }

    /** Also as C libraries read IPv4: {@code 0177.0.0.1}, {@code 0x7f000001}, {@code 2130706433} are all 127.0.0.1 there. An IPv6 zone is none of the address. */
    private static Stream<InetAddress> literals(String host) {
        String bare =
                host.startsWith("[") ? host.substring(1, host.length() - 1).replaceFirst("%.*", "") : host;
        return Stream.<Function<String, InetAddress>>of(InetAddress::ofLiteral, Inet4Address::ofPosixLiteral)
                .mapMulti((reading, found) -> {
                    try {
                        found.accept(reading.apply(bare));
                    } catch (IllegalArgumentException e) {
                        // A name, which is judged by where it leads.
                    }
                });
    }

    private static Refused refused(UserErrorCode code, String message) {
        return new Refused(Refusal.of(code, message, "input", "url"));
    }
}
