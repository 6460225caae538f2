package io.merkato.store;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import graphql.GraphQLContext;
import io.merkato.api.AnswerMemory;
import io.merkato.api.Connection;
import io.merkato.api.EachEvent;
import io.merkato.api.Edge;
import io.merkato.api.Viewer;
import io.merkato.tenancy.Tenant;
import io.merkato.tenancy.TenantContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/**
 * What shoppers read of a tenant's content, remembered until it changes: the tenant's {@code content_version} moves with each change,
 * and then all is read anew. A change shows at once on the node that made it, and on others after {@code merkato.catalogue-cache.staleness}.
 * Whoever holds a permission in the tenant, and so may change something, always reads what is there. Stock is never remembered.
 */
@Component
public final class StoreCache {

    /** Stands for what is not there. */
    private static final Object NOTHING = new Object();

    private static final long UNKNOWN = 64_000;
    /** What a question may weigh: more is made up by somebody. */
    private static final long LARGEST_QUESTION = 4_000;
    /** Of what one tenant may take, the most that is for one answer. */
    private static final int LEAST_ANSWERS = 20;

    private volatile boolean enabled;
    private final long most;
    private final Cache<Tenant.Id, Kept> tenants;

    /** What a tenant takes by being remembered at all. */
    private static final int LEAST = 2_000;

    /** Of one tenant, as of a version. */
    private record Kept(Tenant.Id tenant, long version, AsyncCache<Key, Object> answers) {

        int weight() {
            long all = answers.synchronous()
                    .policy()
                    .eviction()
                    .orElseThrow()
                    .weightedSize()
                    .orElse(0);
            return Math.toIntExact(Math.min(LEAST + all, Integer.MAX_VALUE));
        }
    }

    private record View(Store.Id store, List<Locale> locales, Currency currency, SalesChannel channel) {}

    private record Key(View view, Object what, Object key, int hash) {

        Key(View view, int hashOfView, Object what, Object key) {
            this(view, what, key, (31 * hashOfView + what.hashCode()) * 31 + key.hashCode());
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key(View itsView, Object itsWhat, Object itsKey, int itsHash)
                    && hash == itsHash
                    && key.equals(itsKey)
                    && what.equals(itsWhat)
                    && (view == itsView || view.equals(itsView));
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    /**
     * @param ofEach about how much memory what is remembered of one tenant may take
     * @param inAll how much of all tenants; those that were not asked for long go first
     */
    StoreCache(
            @Value("${merkato.catalogue-cache.enabled}") boolean enabled,
            @Value("${merkato.catalogue-cache.of-each}") DataSize ofEach,
            @Value("${merkato.catalogue-cache.in-all}") DataSize inAll) {
        this.enabled = enabled;
        this.most = ofEach.toBytes();
        this.tenants = Caffeine.newBuilder()
                .maximumWeight(inAll.toBytes())
                .weigher((Tenant.Id id, Kept kept) -> kept.weight())
                .build();
    }

    /** Turns it on or off while requests come. @return whether it was on */
    public boolean enable(boolean wanted) {
        boolean before = enabled;
        enabled = wanted;
        return before;
    }

    boolean isEnabled() {
        return enabled;
    }

    /** How the request reads; the same from its beginning to its end. */
    public Reads reads(GraphQLContext context) {
        return Objects.requireNonNull(context.computeIfAbsent(StoreCache.class, key -> open(context)));
    }

    private Reads open(GraphQLContext context) {
        TenantContext tenant = context.get("tenant");
        StoreView view = context.get("storeView");
        Viewer viewer = context.get("viewer");
        if (!enabled
                || context.hasKey(EachEvent.KEY)
                || tenant == null
                || view == null
                || viewer == null
                || !viewer.permissions().isEmpty()) {
            return Reads.NOT_REMEMBERED;
        }
        Kept kept = kept(tenant.id(), tenant.contentVersion());
        return new Reads(
                kept.answers(),
                () -> weighAgain(kept),
                most / LEAST_ANSWERS,
                new View(view.store().id(), view.locales(), view.currency(), view.channel()));
    }

    /** Of the version or a later one. */
    private Kept kept(Tenant.Id tenant, long version) {
        Kept kept = tenants.getIfPresent(tenant);
        if (kept != null && kept.version() >= version) {
            return kept;
        }
        return tenants.asMap()
                .compute(
                        tenant,
                        (id, before) -> before != null && before.version() >= version
                                ? before
                                : new Kept(id, version, empty()));
    }

    /** To be called when it holds more than it did. */
    private void weighAgain(Kept kept) {
        tenants.asMap().computeIfPresent(kept.tenant(), (id, now) -> now);
    }

    private AsyncCache<Key, Object> empty() {
        return Caffeine.newBuilder()
                .maximumWeight(most)
                .weigher((Key key, Object answer) -> Math.toIntExact(Math.min(weight(key, answer), Integer.MAX_VALUE)))
                .executor(Runnable::run)
                .buildAsync();
    }

    private static long weight(Key key, Object answer) {
        return weight(key.what()) + weight(key.key()) + weight(answer);
    }

    /** About as many bytes as it takes. A record says all that it holds; of what is not known, much is assumed. */
    static long weight(@Nullable Object of) {
        return switch (of) {
            case null -> 0;
            case Connection<?> page ->
                200 + page.edges().stream().mapToLong(StoreCache::weight).sum();
            case Edge<?> edge -> 200 + weight(edge.node());
            case Optional<?> one -> 50 + weight(one.orElse(null));
            case Collection<?> several ->
                100 + several.stream().mapToLong(StoreCache::weight).sum();
            case Map<?, ?> pairs ->
                100
                        + pairs.entrySet().stream()
                                .mapToLong(pair -> 50 + weight(pair.getKey()) + weight(pair.getValue()))
                                .sum();
            case CharSequence text -> 50 + 2L * text.length();
            case AnswerMemory.Answer answer ->
                100 + answer.data().weight() + weight(answer.holes()) + weight(answer.found());
            case AnswerMemory.Hole hole -> 100 + 50L * hole.path().size();
            case AnswerMemory.Found found -> 200;
            case Record record -> 100 + 2L * record.toString().length();
            case Number number -> 50;
            case Boolean flag -> 50;
            default -> of == NOTHING ? 50 : UNKNOWN;
        };
    }

    /** How one request reads. What is read by several at once is read once, and the others wait for it. */
    public static final class Reads {

        private static final Reads NOT_REMEMBERED = new Reads();

        private final @Nullable AsyncCache<Key, Object> answers;
        private final @Nullable View view;
        private final Runnable grown;
        private final long largest;
        private final int hash;

        private Reads() {
            this.answers = null;
            this.grown = () -> {};
            this.view = null;
            this.largest = 0;
            this.hash = 0;
        }

        private Reads(AsyncCache<Key, Object> answers, Runnable grown, long largest, View view) {
            this.answers = answers;
            this.grown = grown;
            this.view = view;
            this.largest = largest;
            this.hash = view.hashCode();
        }

        /** Whether it may be older than this request, so that stock has to be read besides. */
        public boolean areRemembered() {
            return answers != null;
        }

        /** Whether a question of this weight is remembered. */
        boolean takes(Object question) {
            return weight(question) <= LARGEST_QUESTION;
        }

        /** What is kept under the key; null where there is nothing, or it is remembered that there is nothing. */
        public <V> @Nullable V find(Object what, Object key) {
            if (answers == null || view == null) {
                return null;
            }
            Object kept = answers.synchronous().getIfPresent(new Key(view, hash, what, key));
            @SuppressWarnings("unchecked") // what was kept of this under this key
            V found = kept == NOTHING ? null : (V) kept;
            return found;
        }

        /** To be found by who asks next, unless it is too large. */
        void keep(Object what, Object key, Object value) {
            if (answers != null && view != null && weight(value) <= largest) {
                answers.synchronous().put(new Key(view, hash, what, key), value);
                grown.run();
            }
        }

        /**
         * @param what which of all that is read, with whatever it depends on besides store, languages, currency and channel
         * @param read not null
         */
        public <V> V one(Object what, Object key, Supplier<V> read) {
            return Objects.requireNonNull(
                    all(what, Set.of(key), missing -> Map.of(key, read.get())).get(key));
        }

        /** @param read answers the keys that are there */
        public <K, V> Map<K, V> all(Object what, Collection<K> keys, Function<Set<K>, Map<K, V>> read) {
            if (answers == null || view == null || weight(what) + heaviest(keys) > LARGEST_QUESTION) {
                return read.apply(new LinkedHashSet<>(keys));
            }
            var asked = LinkedHashMap.<Key, K>newLinkedHashMap(keys.size());
            for (K key : keys) {
                asked.put(new Key(view, hash, what, key), key);
            }
            var heavy = new ArrayList<Key>();
            var loads = new AtomicBoolean();
            Map<Key, Object> found = join(answers.getAll(asked.keySet(), (missing, executor) -> {
                loads.set(true);
                Map<Key, Object> loaded = load(missing, read);
                loaded.forEach((key, value) -> {
                    if (weight(key, value) > largest) {
                        heavy.add(key);
                    }
                });
                return CompletableFuture.completedFuture(loaded);
            }));
            if (loads.get()) {
                answers.synchronous().invalidateAll(heavy);
                grown.run();
            }
            var answer = HashMap.<K, V>newHashMap(found.size());
            found.forEach((key, value) -> {
                if (value != NOTHING) {
                    @SuppressWarnings("unchecked") // what was read of this under this key
                    V remembered = (V) value;
                    answer.put(Objects.requireNonNull(asked.get(key)), remembered);
                }
            });
            return answer;
        }

        private static long heaviest(Collection<?> keys) {
            return keys.stream().mapToLong(StoreCache::weight).max().orElse(0);
        }

        @SuppressWarnings("unchecked") // the keys that were asked for
        private static <K, V> Map<Key, Object> load(Set<? extends Key> missing, Function<Set<K>, Map<K, V>> read) {
            var keys = LinkedHashMap.<K, Key>newLinkedHashMap(missing.size());
            missing.forEach(each -> keys.put((K) each.key(), each));
            Map<K, V> found = read.apply(keys.keySet());
            var loaded = HashMap.<Key, Object>newHashMap(keys.size());
            keys.forEach((key, as) -> {
                V value = found.get(key);
                loaded.put(as, value == null ? NOTHING : value);
            });
            return loaded;
        }

        private static <T> T join(CompletableFuture<T> answer) {
            try {
                return answer.join();
            } catch (CompletionException e) {
                throw e.getCause() instanceof RuntimeException why ? why : e;
            }
        }
    }
}
