package io.merkato.identity;

import java.time.Instant;

/** @param expiresIn seconds until the access token expires */
record Tokens(String accessToken, int expiresIn, String refreshToken, Instant refreshTokenExpiresAt) {

    /** Says neither token. */
    @Override
    public String toString() {
        return "Tokens[until " + refreshTokenExpiresAt + "]";
    }
}
