package io.merkato.identity;

import io.merkato.api.Refusal;
import io.merkato.api.UserErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.core.io.ClassPathResource;

/** What a password must be: long, and not what everybody tries first (NIST SP 800-63B; no rules about kinds of characters). */
final class PasswordRules {

    static final int SHORTEST = 10;
    static final int LONGEST = 128;

    /** In UTF-16; normalising more takes its time. */
    static final int LONGEST_TYPED = 2 * LONGEST;

    private static final Set<String> COMMON = common();

    private PasswordRules() {}

    /** @param path the argument it came in */
    static Optional<Refusal> objection(Secret secret, Set<String> logins, String... path) {
        if (secret.text().length() > LONGEST_TYPED) {
            return Optional.of(tooLong(path));
        }
        String password = normalised(secret);
        int length = password.codePointCount(0, password.length());
        if (length < SHORTEST) {
            return Optional.of(
                    Refusal.of(UserErrorCode.INVALID, "A password has at least " + SHORTEST + " characters.", path));
        }
        if (length > LONGEST) {
            return Optional.of(tooLong(path));
        }
        String plain = password.toLowerCase(Locale.ROOT);
        if (COMMON.contains(plain)
                || isMonotonous(plain)
                || logins.stream().anyMatch(login -> login.contains(plain) || plain.contains(login))) {
            return Optional.of(Refusal.of(UserErrorCode.INVALID, "This password is too easy to guess.", path));
        }
        return Optional.empty();
    }

    private static Refusal tooLong(String... path) {
        return Refusal.of(UserErrorCode.TOO_LONG, "A password has at most " + LONGEST + " characters.", path);
    }

    /** What is judged, hashed and compared: the same password typed on another keyboard is the same password (NIST SP 800-63B). */
    static String normalised(Secret password) {
        return Normalizer.normalize(password.text(), Normalizer.Form.NFKC);
    }

    /** All the same character, or one step up or down the alphabet each time. */
    private static boolean isMonotonous(String password) {
        int[] characters = password.codePoints().toArray();
        int step = characters[1] - characters[0];
        return Math.abs(step) <= 1
                && java.util.stream.IntStream.range(1, characters.length)
                        .allMatch(i -> characters[i] - characters[i - 1] == step);
    }

    private static Set<String> common() {
        try {
            String lines = new ClassPathResource("common-passwords.txt", PasswordRules.class)
                    .getContentAsString(StandardCharsets.UTF_8);
            return Arrays.stream(lines.split("\\R")).collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
