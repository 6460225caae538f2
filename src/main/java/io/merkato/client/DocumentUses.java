package io.merkato.client;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.merkato.api.Fault;
import io.merkato.api.Grant;
import io.merkato.api.Permission;
import io.merkato.api.Viewer;
import io.merkato.tenancy.Tenant;
import io.merkato.tenancy.TenantContexts;
import jakarta.annotation.PreDestroy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Counts what documents are used, in memory, and writes the counts of this node down as those of what tenants use, those of an application all or none. */
@Component
class DocumentUses {

    private static final int APPLICATIONS = 20_000;
    private static final int LISTED = 100_000;
    private static final int LONGEST_VERSION = 100;
    private static final int LONGEST_TEXT = 100_000;
    private static final Logger LOG = LoggerFactory.getLogger(DocumentUses.class);

    private final TenantContexts tenants;
    private final DocumentUseRepository written;
    private final Cache<Of, Tally> tallies = Caffeine.newBuilder()
            .maximumSize(APPLICATIONS)
            .expireAfterAccess(Duration.ofMinutes(10))
            .build();

    /** Documents that stand in the list of those that are not registered, so that their texts need no room. */
    private final Cache<Listed, PersistedDocument.Id> listed = Caffeine.newBuilder()
            .maximumSize(LISTED)
            .expireAfterWrite(Duration.ofMinutes(2))
            .build();

    private record Of(Tenant.Id tenant, ClientApplication.Id application) {}

    private record Listed(ClientApplication.Id application, String sha256, boolean proven) {}

    DocumentUses(TenantContexts tenants, DocumentUseRepository written) {
        this.tenants = tenants;
        this.written = written;
    }

    void count(Tenant.Id tenant, RegisteredDocument document, @Nullable String version) {
        String counted = version == null || version.length() > LONGEST_VERSION || !isText(version) ? "" : version;
        tally(tenant, document.applicationId()).add(new Tally.Use(document.id(), counted), Tally.Count.once());
    }

    /**
     * Of a document that is not registered.
     *
     * @param proven whether the caller proved who they are
     * @param sha256 of the text, in small letters
     */
    void countUnlisted(Tenant.Id tenant, ClientApplication.Id application, boolean proven, String sha256, String text) {
        PersistedDocument.Id known = listed.getIfPresent(new Listed(application, sha256, proven));
        if (known != null) {
            tally(tenant, application).add(new Tally.Use(known, ""), Tally.Count.once());
        } else if (text.length() <= LONGEST_TEXT && isText(text)) {
            tally(tenant, application).add(new Tally.Text(sha256, text, proven), Tally.Count.once());
        } else {
            tally(tenant, application).addOthers(1);
        }
    }

    /** PostgreSQL stores no NUL, and half a surrogate pair is no character. */
    static boolean isText(String text) {
        return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private Tally tally(Tenant.Id tenant, ClientApplication.Id application) {
        return tallies.get(new Of(tenant, application), unseen -> new Tally());
    }

    @Scheduled(
            fixedDelayString = "${merkato.usage.write-every:20s}",
            initialDelayString = "${merkato.usage.write-every:20s}")
    void write() {
        for (Map.Entry<Of, Tally> each : tallies.asMap().entrySet()) {
            try {
                write(each.getKey(), each.getValue());
            } catch (RuntimeException e) {
                if (Fault.isOutage(e)) {
                    LOG.warn("The uses of documents are not written down, and are tried again: {}", e.getMessage());
                    return;
                }
                LOG.warn(
                        "The uses of documents of {} were not written down; it is tried again",
                        each.getKey().tenant(),
                        e);
            }
        }
    }

    /** At the end nothing is tried for long: where the database is gone, it is gone for all. */
    @PreDestroy
    void writeLast() {
        try {
            tallies.asMap().forEach(this::write);
        } catch (RuntimeException e) {
            LOG.warn("The uses of documents since they were last written down are not counted", e);
        }
    }

    private void write(Of of, Tally tally) {
        Tally.Counts counts = tally.take();
        if (counts.isEmpty()) {
            return;
        }
        try {
            write(of, counts);
        } catch (RuntimeException e) {
            tally.giveBack(counts);
            throw e;
        }
    }

    private void write(Of of, Tally.Counts counts) {
        Grant grant = Viewer.system("documentUses").may(Permission.CLIENTS_MANAGE);
        DocumentUseRepository.Listing listing =
                tenants.of(of.tenant()).transact(grant, tx -> written.add(tx, of.application(), counts));
        if (!listing.gone().isEmpty()) {
            listed.asMap().values().removeAll(new HashSet<>(listing.gone()));
        }
        listing.listed()
                .forEach((text, id) -> listed.put(new Listed(of.application(), text.sha256(), text.proven()), id));
    }
}
