package io.merkato.client;

import static io.merkato.jooq.client.Tables.APPLICATION;
import static io.merkato.jooq.client.Tables.DOCUMENT;
import static io.merkato.jooq.client.Tables.DOCUMENT_USE;
import static org.jooq.Records.mapping;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.greatest;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;

import io.merkato.api.Sql;
import io.merkato.api.Uuid7;
import io.merkato.client.Tally.Count;
import io.merkato.client.Tally.Text;
import io.merkato.client.Tally.Use;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.springframework.stereotype.Repository;

/** How much documents are used, and those of which that is all that is known. */
@Repository
class DocumentUseRepository {

    /** Of a document, that are counted apart. */
    private static final int VERSIONS = 50;

    /** Of an application, that are listed without being registered: so many of callers that proved who they are, and of others. */
    private static final int SEEN = 500;

    private record Seen(Text text, Manifest.Entry entry) {}

    /** What has one of a number of places. */
    private record Placed<T>(T what, long uses, Instant last) {}

    /** @param gone those that gave way to others */
    record Listing(Map<Text, PersistedDocument.Id> listed, List<PersistedDocument.Id> gone) {}

    /** Adds what was counted; of an application or a document that is gone by now it is dropped. */
    Listing add(TenantContext tx, ClientApplication.Id application, Tally.Counts counts) {
        if (!isKept(tx, application)) {
            return new Listing(Map.of(), List.of());
        }
        Map<Text, PersistedDocument.Id> listed =
                list(tx, application, counts.texts().keySet());
        var uses = new HashMap<>(counts.uses());
        long others = counts.others();
        for (Map.Entry<Text, Count> each : counts.texts().entrySet()) {
            PersistedDocument.Id id = listed.get(each.getKey());
            if (id == null) {
                others += each.getValue().uses();
            } else {
                uses.merge(new Use(id, ""), each.getValue(), Count::and);
            }
        }
        write(tx, uses);
        joinVersions(tx, uses.keySet().stream().map(Use::document).distinct().toList());
        List<Placed<PersistedDocument.Id>> unlisted = listed.isEmpty()
                ? List.of()
                : Stream.of(true, false)
                        .flatMap(proven -> unlist(tx, application, proven).stream())
                        .toList();
        others += unlisted.stream().mapToLong(Placed::uses).sum();
        if (others > 0) {
            countOthers(tx, application, others);
        }
        List<PersistedDocument.Id> gone = unlisted.stream().map(Placed::what).toList();
        listed.values().removeAll(new HashSet<>(gone));
        return new Listing(listed, gone);
    }

    /** Whether it is there, and so until all is written. */
    private static boolean isKept(TenantContext tx, ClientApplication.Id application) {
        return tx.sql()
                .select(APPLICATION.ID)
                .from(APPLICATION)
                .where(tx.owns(APPLICATION))
                .and(APPLICATION.ID.eq(application))
                .forKeyShare()
                .fetchOptional()
                .isPresent();
    }

    private static Condition seen(TenantContext tx, ClientApplication.Id application) {
        return tx.owns(DOCUMENT).and(DOCUMENT.APPLICATION_ID.eq(application)).and(DOCUMENT.REGISTERED_AT.isNull());
    }

    private static Map<Text, PersistedDocument.Id> list(
            TenantContext tx, ClientApplication.Id application, Collection<Text> texts) {
        List<Seen> some = texts.stream()
                .sorted(Comparator.comparing(Text::sha256).thenComparing(text -> !text.proven()))
                .flatMap(text ->
                        Manifest.Entry.seen(text.sha256(), text.text()).map(entry -> new Seen(text, entry)).stream())
                .toList();
        var listed = new HashMap<Text, PersistedDocument.Id>();
        if (some.isEmpty()) {
            return listed;
        }
        Rows.of(some)
                .with(DOCUMENT.ID, each -> new PersistedDocument.Id(Uuid7.next()))
                .with(DOCUMENT.APPLICATION_ID, each -> application)
                .with(DOCUMENT.SENT_AS, each -> each.entry().id())
                .with(DOCUMENT.SHA256, each -> each.entry().sha256())
                .with(DOCUMENT.BODY, each -> each.entry().text())
                .with(DOCUMENT.KIND, each -> each.entry().kind())
                .with(DOCUMENT.OPERATION_NAME, each -> each.entry().operationName())
                .with(DOCUMENT.PROVEN, each -> each.text().proven())
                .insertInto(tx, DOCUMENT)
                .onConflictDoNothing()
                .execute();
        tx.sql()
                .update(DOCUMENT)
                .set(DOCUMENT.PROVEN, true)
                .where(seen(tx, application))
                .and(Sql.isAny(
                        DOCUMENT.SENT_AS,
                        some.stream()
                                .filter(each -> each.text().proven())
                                .map(each -> each.entry().id())
                                .toList()))
                .execute();
        Map<String, PersistedDocument.Id> ids = tx.sql()
                .select(DOCUMENT.SENT_AS, DOCUMENT.ID)
                .from(DOCUMENT)
                .where(seen(tx, application))
                .and(Sql.isAny(
                        DOCUMENT.SENT_AS,
                        some.stream().map(each -> each.entry().id()).toList()))
                .fetchMap(DOCUMENT.SENT_AS, DOCUMENT.ID);
        some.forEach(each -> {
            PersistedDocument.Id id = ids.get(each.entry().id());
            if (id != null) {
                listed.put(each.text(), id);
            }
        });
        return listed;
    }

    private static void write(TenantContext tx, Map<Use, Count> uses) {
        if (uses.isEmpty()) {
            return;
        }
        var rows = Rows.of(uses.entrySet())
                .with(DOCUMENT_USE.DOCUMENT_ID, each -> each.getKey().document())
                .with(DOCUMENT_USE.CLIENT_VERSION, each -> each.getKey().version())
                .with(DOCUMENT_USE.USES, each -> each.getValue().uses())
                .with(DOCUMENT_USE.LAST_USED_AT, each -> each.getValue().last());
        tx.sql()
                .insertInto(DOCUMENT_USE)
                .columns(
                        DOCUMENT_USE.TENANT_ID,
                        DOCUMENT_USE.DOCUMENT_ID,
                        DOCUMENT_USE.CLIENT_VERSION,
                        DOCUMENT_USE.USES,
                        DOCUMENT_USE.LAST_USED_AT)
                .select(select(
                                DOCUMENT.TENANT_ID,
                                rows.get(DOCUMENT_USE.DOCUMENT_ID),
                                rows.get(DOCUMENT_USE.CLIENT_VERSION),
                                rows.get(DOCUMENT_USE.USES),
                                rows.get(DOCUMENT_USE.LAST_USED_AT))
                        .from(DOCUMENT)
                        .join(rows.table())
                        .on(DOCUMENT.ID.eq(rows.get(DOCUMENT_USE.DOCUMENT_ID)))
                        .where(tx.owns(DOCUMENT))
                        .orderBy(rows.get(DOCUMENT_USE.DOCUMENT_ID), rows.get(DOCUMENT_USE.CLIENT_VERSION)))
                .onConflict(DOCUMENT_USE.TENANT_ID, DOCUMENT_USE.DOCUMENT_ID, DOCUMENT_USE.CLIENT_VERSION)
                .doUpdate()
                .set(DOCUMENT_USE.USES, DOCUMENT_USE.USES.plus(excluded(DOCUMENT_USE.USES)))
                .set(
                        DOCUMENT_USE.LAST_USED_AT,
                        greatest(DOCUMENT_USE.LAST_USED_AT, excluded(DOCUMENT_USE.LAST_USED_AT)))
                .execute();
    }

    /** Versions beyond those that are counted apart are counted together. */
    private static void joinVersions(TenantContext tx, Collection<PersistedDocument.Id> documents) {
        Condition apart = tx.owns(DOCUMENT_USE).and(DOCUMENT_USE.CLIENT_VERSION.ne(inline("")));
        List<PersistedDocument.Id> many = tx.sql()
                .select(DOCUMENT_USE.DOCUMENT_ID)
                .from(DOCUMENT_USE)
                .where(apart)
                .and(Sql.isAny(DOCUMENT_USE.DOCUMENT_ID, documents))
                .groupBy(DOCUMENT_USE.DOCUMENT_ID)
                .having(count().gt(inline(VERSIONS)))
                .orderBy(DOCUMENT_USE.DOCUMENT_ID)
                .fetch(DOCUMENT_USE.DOCUMENT_ID);
        for (PersistedDocument.Id document : many) {
            List<Placed<String>> gone = withoutPlace(
                    VERSIONS,
                    tx.sql()
                            .select(DOCUMENT_USE.CLIENT_VERSION, DOCUMENT_USE.USES, DOCUMENT_USE.LAST_USED_AT)
                            .from(DOCUMENT_USE)
                            .where(apart)
                            .and(DOCUMENT_USE.DOCUMENT_ID.eq(document))
                            .fetch(mapping(Placed<String>::new)));
            tx.sql()
                    .deleteFrom(DOCUMENT_USE)
                    .where(apart)
                    .and(DOCUMENT_USE.DOCUMENT_ID.eq(document))
                    .and(Sql.isAny(
                            DOCUMENT_USE.CLIENT_VERSION,
                            gone.stream().map(Placed::what).toList()))
                    .execute();
            gone.stream()
                    .map(each -> new Count(each.uses(), each.last()))
                    .reduce(Count::and)
                    .ifPresent(together -> write(tx, Map.of(new Use(document, ""), together)));
        }
    }

    /** @return those that found no place in the list */
    private static List<Placed<PersistedDocument.Id>> unlist(
            TenantContext tx, ClientApplication.Id application, boolean proven) {
        Condition these = seen(tx, application).and(DOCUMENT.PROVEN.eq(proven));
        if (tx.sql().fetchCount(DOCUMENT, these) <= SEEN) {
            return List.of();
        }
        List<Placed<PersistedDocument.Id>> gone = withoutPlace(
                SEEN,
                tx.sql()
                        .select(
                                DOCUMENT.ID,
                                coalesce(sum(DOCUMENT_USE.USES), inline(0)).cast(Long.class),
                                max(DOCUMENT_USE.LAST_USED_AT))
                        .from(DOCUMENT)
                        .leftJoin(DOCUMENT_USE)
                        .on(tx.owns(DOCUMENT_USE).and(DOCUMENT_USE.DOCUMENT_ID.eq(DOCUMENT.ID)))
                        .where(these)
                        .groupBy(DOCUMENT.ID)
                        .fetch(row -> new Placed<>(
                                row.value1(), row.value2(), row.value3() == null ? Instant.EPOCH : row.value3())));
        tx.sql()
                .deleteFrom(DOCUMENT)
                .where(seen(tx, application))
                .and(Sql.isAny(DOCUMENT.ID, gone.stream().map(Placed::what).toList()))
                .execute();
        return gone;
    }

    /** Half of the places are for those that are used most, and the rest for the newest. */
    private static <T> List<Placed<T>> withoutPlace(int places, Collection<Placed<T>> all) {
        List<Placed<T>> most = all.stream()
                .sorted(Comparator.comparing((Placed<T> each) -> each.uses()).reversed())
                .limit(places / 2)
                .toList();
        var kept = new HashSet<>(most);
        return all.stream()
                .filter(each -> !kept.contains(each))
                .sorted(Comparator.comparing((Placed<T> each) -> each.last()).reversed())
                .skip(places - most.size())
                .toList();
    }

    private static void countOthers(TenantContext tx, ClientApplication.Id application, long uses) {
        tx.sql()
                .update(APPLICATION)
                .set(APPLICATION.UNLISTED_USES, APPLICATION.UNLISTED_USES.plus(uses))
                .where(tx.owns(APPLICATION))
                .and(APPLICATION.ID.eq(application))
                .execute();
    }
}
