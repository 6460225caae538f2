package io.merkato.identity;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetRetrievalException;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The keys of an outside issuer, found by way of its discovery document (OpenID Connect Discovery 1.0). */
final class OutsideKeys implements JWKSetSource<SecurityContext> {

    private static final Logger LOG = LoggerFactory.getLogger(OutsideKeys.class);

    private static final int PATIENCE_MILLIS = 2_000;
    private static final int MOST_BYTES = 1 << 20;
    private static final int PAUSE_MILLIS = 30_000;
    private static final long OUTAGE_MILLIS = Duration.ofHours(4).toMillis();

    private final DefaultResourceRetriever web =
            new DefaultResourceRetriever(PATIENCE_MILLIS, PATIENCE_MILLIS, MOST_BYTES);
    private final String issuer;

    private OutsideKeys(String issuer) {
        this.issuer = issuer;
    }

    /**
     * Kept for five minutes, and read anew for a token that names a key not among them, but no more than twice in half a
     * minute: anybody can send tokens that name keys. While the issuer cannot be reached, those read last stay good for four hours.
     */
    static JWKSource<SecurityContext> of(String issuer) {
        return JWKSourceBuilder.create(new OutsideKeys(issuer))
                .refreshAheadCache(false)
                .rateLimited(PAUSE_MILLIS)
                .outageTolerant(OUTAGE_MILLIS)
                .build();
    }

    @Override
    public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator refresh, long now, @Nullable SecurityContext context)
            throws KeySourceException {
        try {
            Map<String, Object> document =
                    JSONObjectUtils.parse(read(issuer.replaceFirst("/$", "") + "/.well-known/openid-configuration"));
            if (!issuer.equals(document.get("issuer"))) {
                throw new ParseException("is the document of another issuer", 0);
            }
            return JWKSet.parse(read(String.valueOf(document.get("jwks_uri"))));
        } catch (IOException | ParseException | IllegalArgumentException e) {
            LOG.warn("No keys of {}: {}", issuer, e.getMessage());
            throw new JWKSetRetrievalException("No keys of " + issuer, e);
        }
    }

    private String read(String address) throws IOException {
        return web.retrieveResource(URI.create(address).toURL()).getContent();
    }

    @Override
    public void close() {}
}
