package io.merkato.client;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What one application has asked since it was last written down. There is so much room: what is asked for often stays, what is rare goes and is counted
 * together, so that nobody fills it with what they make up.
 */
final class Tally {

    private static final int USES = 2_000;
    private static final long TEXTS = 1_000_000;

    private final LongAdder others = new LongAdder();
    private final Map<PersistedDocument.Id, Count> ofAnyVersion = new ConcurrentHashMap<>();
    private final Cache<Use, Count> uses = Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumSize(USES)
            .evictionListener((@Nullable Use use, @Nullable Count count, RemovalCause why) -> goes(use, count))
            .build();
    private final Cache<Text, Count> texts = texts();
    private final Cache<Text, Count> provenTexts = texts();

    /** @param version {@code ""} for those that are not counted apart */
    record Use(PersistedDocument.Id document, String version) {}

    /** Of a document that is not registered. @param proven whether its caller proved who they are */
    record Text(String sha256, String text, boolean proven) {}

    record Count(long uses, Instant last) {

        static Count once() {
            return new Count(1, Instant.now());
        }

        Count and(Count other) {
            return new Count(uses + other.uses, last.isAfter(other.last) ? last : other.last);
        }
    }

    /** @param others uses of documents that found no place */
    record Counts(Map<Use, Count> uses, Map<Text, Count> texts, long others) {

        boolean isEmpty() {
            return uses.isEmpty() && texts.isEmpty() && others == 0;
        }
    }

    private Cache<Text, Count> texts() {
        return Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumWeight(TEXTS)
                .weigher((Text text, Count count) -> 300 + 2 * text.text().length())
                .evictionListener((@Nullable Text text, @Nullable Count count, RemovalCause why) -> {
                    if (count != null) {
                        others.add(count.uses());
                    }
                })
                .build();
    }

    private void goes(@Nullable Use use, @Nullable Count count) {
        if (use != null && count != null) {
            ofAnyVersion.merge(use.document(), count, Count::and);
        }
    }

    void add(Use use, Count count) {
        uses.asMap().merge(use, count, Count::and);
    }

    void add(Text text, Count count) {
        (text.proven() ? provenTexts : texts).asMap().merge(text, count, Count::and);
    }

    void addOthers(long uses) {
        others.add(uses);
    }

    /** What has been counted, which is counted no longer. */
    Counts take() {
        var byUse = taken(uses.asMap());
        taken(ofAnyVersion).forEach((document, count) -> byUse.merge(new Use(document, ""), count, Count::and));
        var byText = taken(texts.asMap());
        byText.putAll(taken(provenTexts.asMap()));
        return new Counts(byUse, byText, others.sumThenReset());
    }

    /** After it could not be written down. */
    void giveBack(Counts counts) {
        counts.uses().forEach(this::add);
        counts.texts().forEach(this::add);
        addOthers(counts.others());
    }

    private static <K> Map<K, Count> taken(Map<K, Count> from) {
        var taken = new HashMap<K, Count>();
        for (K key : List.copyOf(from.keySet())) {
            Count count = from.remove(key);
            if (count != null) {
                taken.put(key, count);
            }
        }
        return taken;
    }
}
