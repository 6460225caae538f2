package io.merkato.client;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import io.merkato.tenancy.Tenant;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.TenantContexts;
import jakarta.annotation.PreDestroy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Counts what documents are used, in memory, and writes the counts of this node down every half minute. */
@Component
class DocumentUses {

    /** How many are counted apart until the next writing; beyond, versions are counted together and unregistered texts not at all. */
    private static final int MOST_WAITING = 10_000;

    private static final int MOST_VERSIONS = 50;
    private static final int MOST_SEEN = 1_000;
    private static final int LONGEST_VERSION = 100;
    private static final Logger LOG = LoggerFactory.getLogger(DocumentUses.class);

    private final TenantContexts tenants;
    private final PersistedDocumentRepository documents;
    private final Map<Key, Count> counts = new ConcurrentHashMap<>();
    private final Map<Seen, Count> seen = new ConcurrentHashMap<>();

    private record Key(Tenant.Id tenant, PersistedDocument.Id document, String version) {}

    private record Seen(Tenant.Id tenant, ClientApplication.Id application, String sha256, String text) {}

    private record Count(long uses, Instant last) {
        Count and(Count other) {
            return new Count(uses + other.uses, last.isAfter(other.last) ? last : other.last);
        }
    }

    DocumentUses(TenantContexts tenants, PersistedDocumentRepository documents) {
        this.tenants = tenants;
        this.documents = documents;
    }

    void count(Tenant.Id tenant, RegisteredDocument document, @Nullable String version) {
        String counted = version == null
                        || version.length() > LONGEST_VERSION
                        || version.indexOf('\0') >= 0
                        || counts.size() > MOST_WAITING
                ? ""
                : version;
        counts.merge(new Key(tenant, document.id(), counted), once(), Count::and);
    }

    void countUnlisted(Tenant.Id tenant, ClientApplication.Id application, String sha256, String text) {
        var unlisted = new Seen(tenant, application, sha256, text);
        if (seen.size() < MOST_SEEN || seen.containsKey(unlisted)) {
            seen.merge(unlisted, once(), Count::and);
        }
    }

    private static Count once() {
        return new Count(1, Instant.now());
    }

    @Scheduled(fixedDelay = 30, initialDelay = 30, timeUnit = TimeUnit.SECONDS)
    @PreDestroy
    void write() {
        Map<Tenant.Id, Map<Seen, Count>> texts = taken(seen).entrySet().stream()
                .collect(groupingBy(each -> each.getKey().tenant(), toMap(Map.Entry::getKey, Map.Entry::getValue)));
        Map<Tenant.Id, Map<Key, Count>> uses = taken(counts).entrySet().stream()
                .collect(groupingBy(each -> each.getKey().tenant(), toMap(Map.Entry::getKey, Map.Entry::getValue)));
        Set<Tenant.Id> all = new HashSet<>(texts.keySet());
        all.addAll(uses.keySet());
        for (Tenant.Id tenant : all) {
            try {
                write(
                        tenants.of(tenant),
                        new HashMap<>(uses.getOrDefault(tenant, Map.of())),
                        texts.getOrDefault(tenant, Map.of()));
            } catch (RuntimeException e) {
                LOG.warn("The uses of documents of {} were not written down", tenant, e);
            }
        }
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

    private void write(TenantContext tenant, Map<Key, Count> uses, Map<Seen, Count> texts) {
        texts.keySet().stream().collect(groupingBy(Seen::application)).forEach((application, some) -> {
            documents.see(
                    tenant,
                    application,
                    some.stream()
                            .flatMap(each -> Manifest.Entry.of(each.sha256(), each.text()).stream())
                            .toList(),
                    MOST_SEEN);
            Map<String, PersistedDocument.Id> ids = documents.seen(
                    tenant, application, some.stream().map(Seen::sha256).toList());
            for (Seen each : some) {
                PersistedDocument.Id id = ids.get(each.sha256());
                Count count = texts.get(each);
                if (id != null && count != null) {
                    uses.merge(new Key(tenant.id(), id, ""), count, Count::and);
                }
            }
        });
        Map<PersistedDocument.Id, List<String>> known = documents.versions(
                tenant, uses.keySet().stream().map(Key::document).distinct().toList());
        var bounded = new HashMap<Key, Count>();
        uses.forEach((key, count) -> {
            List<String> versions = known.computeIfAbsent(key.document(), none -> new ArrayList<>());
            boolean apart = versions.contains(key.version()) || versions.size() < MOST_VERSIONS;
            if (apart && !versions.contains(key.version())) {
                versions = new ArrayList<>(versions);
                versions.add(key.version());
                known.put(key.document(), versions);
            }
            bounded.merge(apart ? key : new Key(key.tenant(), key.document(), ""), count, Count::and);
        });
        if (!bounded.isEmpty()) {
            documents.add(
                    tenant,
                    bounded.entrySet().stream()
                            .map(each -> new PersistedDocumentRepository.Use(
                                    each.getKey().document(),
                                    each.getKey().version(),
                                    each.getValue().uses(),
                                    each.getValue().last()))
                            .toList());
        }
    }
}
