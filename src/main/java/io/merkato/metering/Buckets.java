package io.merkato.metering;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.merkato.api.Actor;
import io.merkato.api.Viewer;
import io.merkato.tenancy.RequestTerms.Terms;
import io.merkato.tenancy.Tenant;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What each caller of a tenant may still spend on this node. A caller is a login or an API key; of the anonymous the network address, as whatever else they say of
 * themselves they may say anew with each request.
 */
@Component
class Buckets {

    private static final int MOST = 200_000;

    private final Cache<Key, Bucket> buckets = Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterAccess(Duration.ofMinutes(10))
            .build();

    private record Key(Tenant.@Nullable Id tenant, Actor.Kind kind, String who, long size, long perSecond) {}

    /** @return null where there is no limit */
    @Nullable
    Bucket of(Tenant.@Nullable Id tenant, Viewer viewer, Terms terms) {
        Long size = terms.bucket();
        Long perSecond = terms.perSecond();
        if (size == null || perSecond == null) {
            return null;
        }
        return buckets.get(
                new Key(tenant, viewer.actor().kind(), who(viewer), size, perSecond),
                unseen -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(size).refillGreedy(perSecond, Duration.ofSeconds(1)))
                        .withNanosecondPrecision()
                        .build());
    }

    static String who(Viewer viewer) {
        Actor actor = viewer.actor();
        return actor.id() == null ? network(viewer.origin().address()) : actor.id();
    }

    /** Of IPv6 the first half, as the other one is its owner's to choose. */
    private static String network(@Nullable String address) {
        if (address == null || address.indexOf(':') < 0) {
            return String.valueOf(address);
        }
        return InetAddress.ofLiteral(address) instanceof Inet6Address six
                ? HexFormat.of().formatHex(six.getAddress(), 0, 8)
                : address;
    }
}
