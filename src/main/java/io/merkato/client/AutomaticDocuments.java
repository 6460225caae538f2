package io.merkato.client;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.merkato.api.TypeId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/**
 * The texts that clients sent with their hash (Apollo's automatic persisted queries), in the memory of this node. Each tenant has
 * its own, up to a bound of its own, so that none reaches or crowds out another's; what is asked for often stays.
 */
@Component
class AutomaticDocuments {

    /** Who names no tenant has documents of their own, too. */
    private static final Object NO_TENANT = new Object();

    private final long mostOfTenant;
    private final Cache<Object, Cache<String, String>> tenants;

    AutomaticDocuments(
            @Value("${merkato.graphql.apq.memory:64MB}") DataSize most,
            @Value("${merkato.graphql.apq.memory-per-tenant:1MB}") DataSize mostOfTenant) {
        this.mostOfTenant = mostOfTenant.toBytes();
        this.tenants = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumWeight(most.toBytes())
                .weigher((Object tenant, Cache<String, String> texts) -> Math.toIntExact(1_000 + weight(texts)))
                .build();
    }

    @Nullable
    String find(@Nullable TypeId tenant, String hash) {
        Cache<String, String> texts = tenants.getIfPresent(key(tenant));
        return texts == null ? null : texts.getIfPresent(hash.toLowerCase(Locale.ROOT));
    }

    /** @param text one that was found valid */
    void remember(@Nullable TypeId tenant, String hash, String text) {
        Cache<String, String> texts = tenants.get(key(tenant), unseen -> ofOne());
        String name = hash.toLowerCase(Locale.ROOT);
        if (texts.getIfPresent(name) == null) {
            texts.put(name, text);
            tenants.put(key(tenant), texts); // weighs it anew
        }
    }

    private Cache<String, String> ofOne() {
        return Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumWeight(mostOfTenant)
                .weigher((String hash, String text) -> 300 + 2 * text.length())
                .build();
    }

    private static Object key(@Nullable TypeId tenant) {
        return tenant == null ? NO_TENANT : tenant;
    }

    private static long weight(Cache<String, String> texts) {
        return texts.policy()
                .eviction()
                .map(bound -> bound.weightedSize().orElse(0))
                .orElse(0L);
    }
}
