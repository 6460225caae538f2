package io.merkato.api;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Network addresses as requests bring them. */
public final class Addresses {

    private Addresses() {}

    /** The address in its one form; null where it is none, as what a careless proxy hands on may be. Never asks a name server. */
    public static @Nullable String literal(@Nullable String text) {
        if (text == null || text.isBlank() || text.length() > 60) {
            return null;
        }
        int zone = text.indexOf('%');
        try {
            return InetAddress.ofLiteral(zone < 0 ? text : text.substring(0, zone))
                    .getHostAddress();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** What of an address is not its owner's to choose: of IPv6 the first half. */
    public static String network(@Nullable String literal) {
        if (literal == null || literal.indexOf(':') < 0) {
            return String.valueOf(literal);
        }
        return InetAddress.ofLiteral(literal) instanceof Inet6Address six
                ? HexFormat.of().formatHex(six.getAddress(), 0, 8)
                : literal;
    }
}
