package io.merkato.api;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ETag;
import org.springframework.http.HttpHeaders;

/**
 * A strong one (RFC 9110, 8.8.3): of the bytes of an answer, and of what it is about, so that two tenants never have the same. What is sent
 * compressed are other bytes, and so has another.
 */
record EntityTag(String hash, Compression.@Nullable Coding coding) {

    private static final int BYTES = 16;

    static EntityTag of(List<String> about, AnswerType type, byte[] body, Compression.@Nullable Coding coding) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            about.forEach(each -> add(digest, each));
            add(digest, type.text());
            return new EntityTag(
                    Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest.digest(body), BYTES)),
                    coding);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void add(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    String opaque() {
        return coding == null ? hash : hash + "-" + coding.token();
    }

    String text() {
        return '"' + opaque() + '"';
    }

    /** Whether {@code If-None-Match} names it, weakly too, as the method is GET, or anything. */
    boolean isAt(HttpServletRequest request) {
        String mine = opaque();
        for (String header : Collections.list(request.getHeaders(HttpHeaders.IF_NONE_MATCH))) {
            if (header.equals(text()) || header.strip().equals("*")) {
                return true;
            }
            for (ETag each : ETag.parse(header)) {
                if (each.tag().equals(mine)) {
                    return true;
                }
            }
        }
        return false;
    }
}
