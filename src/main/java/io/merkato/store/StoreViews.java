package io.merkato.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.merkato.api.Fault;
import io.merkato.api.FaultCode;
import io.merkato.tenancy.Remembered;
import io.merkato.tenancy.Tenant;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.TenantContexts;
import io.merkato.tenancy.TenantResolution;
import java.time.Duration;
import java.util.Currency;
import java.util.IllformedLocaleException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Which store answers a request. Stores are remembered: a change shows at once on the node that made it, and on others
 * after {@code merkato.staleness}.
 */
@Component
public class StoreViews {

    public static final String HEADER = "Merkato-Store";

    private static final int REMEMBERED = 10_000;
    private static final int MOST_LANGUAGES = 20;
    /** So many languages take fewer characters. */
    private static final int LONGEST = 1_000;

    /** Browsers send fewer characters, and few different ones. */
    private static final int LONGEST_REMEMBERED = 100;

    private final Remembered<Tenant.Id, List<Store>> stores;
    private final Cache<String, List<Locale>> languages =
            Caffeine.newBuilder().maximumSize(1_000).build();

    StoreViews(StoreRepository repository, TenantContexts contexts, @Value("${merkato.staleness}") Duration staleness) {
        stores = new Remembered<>(REMEMBERED, staleness, tenant -> repository.findAll(contexts.of(tenant)));
    }

    /**
     * What a request asks for, each null where it does not say.
     *
     * @param host of the request, with or without port
     * @param store value of {@link #HEADER}: a store's code
     * @param languages value of {@code Accept-Language}
     * @param locale from the document's {@code @inContext}, before the languages
     * @param currency from the document's {@code @inContext}
     */
    public record Wish(
            @Nullable String host,
            @Nullable String store,
            @Nullable String languages,
            @Nullable Locale locale,
            @Nullable Currency currency) {

        /** Nothing in particular: the default store in its own language and currency. */
        public static final Wish NONE = new Wish(null, null, null, null, null);

        public Wish {
            host = host == null ? null : TenantResolution.hostName(host);
        }
    }

    /**
     * The view of a request.
     *
     * @param staff of which paused stores the caller is staff, so that they answer too; closed ones never do
     * @throws Fault {@code NOT_FOUND} where the header names no store
     */
    public StoreView find(Tenant tenant, Wish wish, Predicate<Store.Id> staff) {
        Store store = store(stores.get(tenant.id()), wish, staff);
        return new StoreView(store, chain(wish, store, tenant), store.currency()).in(wish.locale(), wish.currency());
    }

    private static Store store(List<Store> stores, Wish wish, Predicate<Store.Id> staff) {
        if (wish.store() != null && !wish.store().isBlank()) {
            return stores.stream()
                    .filter(store -> store.code().equals(wish.store().strip())
                            && (store.isOpen() || store.status() == Store.Status.PAUSED && staff.test(store.id())))
                    .findAny()
                    .orElseThrow(() -> Fault.of(
                            FaultCode.NOT_FOUND, "There is no such store.", Map.of("reason", "STORE_UNKNOWN")));
        }
        Store ofAll = null;
        for (Store store : stores) {
            if (store.isOpen() && wish.host() != null && store.domains().contains(wish.host())) {
                return store;
            }
            ofAll = store.isDefault() ? store : ofAll;
        }
        if (ofAll == null) {
            throw Fault.of(FaultCode.NOT_FOUND, "This tenant has no store.", Map.of("reason", "STORE_UNKNOWN"));
        }
        return ofAll;
    }

    /** For work that no request asks for. */
    public StoreView ofDefault(Tenant tenant) {
        return find(tenant, Wish.NONE, store -> true);
    }

    /** The stores of the tenant, closed ones too. */
    List<Store> findAll(TenantContext tenant) {
        return stores.get(tenant.id());
    }

    /** To be called after the commit. */
    void forget(TenantContext tenant) {
        stores.forget(tenant.id());
    }

    private List<Locale> chain(Wish wish, Store store, Tenant tenant) {
        SequencedSet<Locale> chain = new LinkedHashSet<>();
        wished(wish.languages()).forEach(locale -> StoreView.offer(chain, store, locale));
        StoreView.add(chain, store.locale());
        StoreView.add(chain, tenant.locale());
        return List.copyOf(chain);
    }

    private List<Locale> wished(@Nullable String header) {
        if (header == null || header.isBlank()) {
            return List.of();
        }
        return header.length() > LONGEST_REMEMBERED ? parsed(header) : languages.get(header, StoreViews::parsed);
    }

    private static List<Locale> parsed(String header) {
        String beginning = header.length() <= LONGEST
                ? header
                : header.substring(0, Math.max(0, header.lastIndexOf(',', LONGEST)));
        try {
            return Locale.LanguageRange.parse(beginning).stream()
                    .limit(MOST_LANGUAGES)
                    .filter(range -> range.getWeight() > 0 && !range.getRange().contains("*"))
                    .map(range -> new Locale.Builder()
                            .setLanguageTag(range.getRange())
                            .build())
                    .toList();
        } catch (IllegalArgumentException | IllformedLocaleException e) {
            return List.of();
        }
    }
}
