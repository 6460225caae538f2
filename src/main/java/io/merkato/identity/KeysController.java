package io.merkato.identity;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What others need to verify access tokens by themselves (RFC 7517, OpenID Connect Discovery 1.0). */
@RestController
class KeysController {

    private static final CacheControl AN_HOUR =
            CacheControl.maxAge(Duration.ofHours(1)).cachePublic();

    private final SigningKeys keys;
    private final String issuer;

    KeysController(SigningKeys keys, IdentityProperties properties) {
        this.keys = keys;
        this.issuer = properties.issuer();
    }

    @GetMapping("/.well-known/jwks.json")
    ResponseEntity<Map<String, Object>> keys() {
        return ResponseEntity.ok().cacheControl(AN_HOUR).body(keys.shown().toJSONObject());
    }

    @GetMapping("/.well-known/openid-configuration")
    ResponseEntity<Map<String, Object>> configuration() {
        return ResponseEntity.ok()
                .cacheControl(AN_HOUR)
                .body(Map.of(
                        "issuer", issuer,
                        "jwks_uri", issuer + "/.well-known/jwks.json",
                        "response_types_supported", List.of("token"),
                        "subject_types_supported", List.of("public"),
                        "id_token_signing_alg_values_supported", List.of("ES256")));
    }
}
