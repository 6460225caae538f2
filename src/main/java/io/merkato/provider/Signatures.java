package io.merkato.provider;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** How notices prove where they come from. */
final class Signatures {

    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final int LONGEST_HEADER = 2000;

    private Signatures() {}

    static byte[] hmac(String secret, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Whether one of the secrets signed it, in constant time for each.
     *
     * @param secrets one, or while it is being replaced two with a space between
     * @param signature in hexadecimal
     */
    static boolean signed(@Nullable String secrets, @Nullable String signature, byte[]... parts) {
        if (secrets == null || secrets.isBlank() || signature == null || signature.length() != 64) {
            return false;
        }
        byte[] told;
        try {
            told = HexFormat.of().parseHex(signature);
        } catch (IllegalArgumentException e) {
            return false;
        }
        boolean signed = false;
        for (String secret : secrets.strip().split("\\s+")) {
            signed |= MessageDigest.isEqual(hmac(secret, parts), told);
        }
        return signed;
    }

    /**
     * Checks a header of the form {@code t=<seconds>,v1=<hexadecimal>}, with several {@code v1} while a secret is being replaced; signed are the time's digits
     * and the body, with nothing between.
     *
     * @return when it was signed
     */
    static Instant timed(@Nullable String header, @Nullable String secrets, RawNotice notice) throws ForgedNotice {
        String time = "";
        var signatures = new ArrayList<String>();
        for (String part : (header == null || header.length() > LONGEST_HEADER ? "" : header).split(",")) {
            String field = part.strip();
            if (field.startsWith("t=")) {
                time = field.substring(2);
            } else if (field.startsWith("v1=")) {
                signatures.add(field.substring(3));
            }
        }
        byte[] digits = time.getBytes(StandardCharsets.UTF_8);
        if (!time.matches("\\d{1,11}")
                || signatures.stream().noneMatch(signature -> signed(secrets, signature, digits, notice.body()))) {
            throw new ForgedNotice("It is not signed with the account's secret.");
        }
        Instant at = Instant.ofEpochSecond(Long.parseLong(time));
        if (!near(at, notice.receivedAt())) {
            throw new ForgedNotice("Its time is too far from now.");
        }
        return at;
    }

    static boolean near(Instant signed, Instant now) {
        return Duration.between(signed, now).abs().compareTo(WINDOW) <= 0;
    }
}
