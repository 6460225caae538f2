package io.merkato.store;

import static io.merkato.jooq.catalog.Tables.LABEL;
import static io.merkato.jooq.tenancy.Tables.CONTENT_VERSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import graphql.GraphQLContext;
import io.merkato.AtOnce;
import io.merkato.MerkatoTest;
import io.merkato.Patience;
import io.merkato.TestDatabase;
import io.merkato.api.AnswerMemory;
import io.merkato.api.Connection;
import io.merkato.api.Cursor;
import io.merkato.api.Edge;
import io.merkato.api.LocalisedText;
import io.merkato.api.PageInfo;
import io.merkato.api.Permission;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.api.WrittenData;
import io.merkato.tenancy.NewTenants;
import io.merkato.tenancy.Tenant;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.TenantContexts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.json.JsonMapper;

@MerkatoTest
class StoreCacheTest {

    /** Of the tables that catalogue and prices are read from, those that are never remembered. */
    private static final Set<String> READ_AS_IT_IS = Set.of(
            "catalog.review",
            "catalog.product_due",
            "catalog.product_download",
            "pricing.product_tax_class",
            "pricing.tax_class",
            "pricing.tax_exemption",
            "pricing.tax_rate",
            "pricing.tax_zone",
            "pricing.tax_zone_place");

    private static final Viewer ANYONE = Viewer.anonymous(Viewer.Origin.NONE);

    private final StoreCache cache = new StoreCache(true, DataSize.ofMegabytes(1), DataSize.ofMegabytes(10));
    private final TenantContexts contexts;
    private final NewTenants tenants;
    private final StoreViews views;
    private final AtomicInteger reads = new AtomicInteger();

    StoreCacheTest(TenantContexts contexts, NewTenants tenants, StoreViews views) {
        this.contexts = contexts;
        this.tenants = tenants;
        this.views = views;
    }

    private final class Shop {
        final Tenant tenant = tenants.create();
        final TenantContext context = contexts.of(tenant.id());

        StoreCache.Reads as(Viewer viewer) {
            return cache.reads(GraphQLContext.newContext()
                    .of("tenant", context)
                    .of("viewer", viewer)
                    .of("storeView", views.ofDefault(tenant))
                    .build());
        }

        /** As a new request of somebody's. */
        List<String> labels(Viewer viewer) {
            return as(viewer).one("labels", "all", () -> {
                reads.incrementAndGet();
                return context.sql()
                        .select(LABEL.CODE)
                        .from(LABEL)
                        .where(context.owns(LABEL))
                        .orderBy(LABEL.CODE)
                        .fetch(LABEL.CODE);
            });
        }

        void add(String... codes) {
            context.transact(Viewer.system("test").may(Permission.CATALOG_WRITE), tx -> {
                for (String code : codes) {
                    tx.sql()
                            .insertInto(LABEL, LABEL.TENANT_ID, LABEL.ID, LABEL.CODE, LABEL.NAMES)
                            .values(
                                    tx.id(),
                                    new io.merkato.catalog.Label.Id(Uuid7.next()),
                                    code,
                                    LocalisedText.of(Locale.ENGLISH, code))
                            .execute();
                }
                return codes;
            });
        }

        long version() {
            Long version = context.sql()
                    .select(CONTENT_VERSION.VERSION)
                    .from(CONTENT_VERSION)
                    .where(context.owns(CONTENT_VERSION))
                    .fetchOne(CONTENT_VERSION.VERSION);
            return version == null ? 0 : version;
        }
    }

    @Test
    void what_a_shopper_read_is_remembered_until_it_changes_here() {
        var shop = new Shop();
        shop.add("HOT");

        assertThat(shop.labels(ANYONE)).containsExactly("HOT");
        assertThat(shop.labels(ANYONE)).containsExactly("HOT");
        assertThat(reads).hasValue(1);
        shop.add("NEW");
        assertThat(shop.labels(ANYONE)).containsExactly("HOT", "NEW");
        assertThat(reads).hasValue(2);
    }

    @Test
    void what_another_node_writes_is_counted_and_staff_read_as_it_is() throws SQLException {
        var shop = new Shop();
        shop.add("HOT");
        assertThat(shop.labels(ANYONE)).containsExactly("HOT");
        long before = shop.version();

        elsewhere("update catalog.label set code = 'OLD' where tenant_id = '"
                + shop.tenant.id().value() + "'");

        assertThat(shop.version()).isEqualTo(before + 1);
        assertThat(shop.as(Viewer.system("staff")).areRemembered()).isFalse();
        assertThat(shop.labels(Viewer.system("staff"))).containsExactly("OLD");
        assertThat(shop.labels(ANYONE)).containsExactly("OLD");
    }

    @Test
    void a_transaction_counts_once_if_it_commits() {
        var shop = new Shop();
        long before = shop.version();

        shop.add("HOT", "NEW", "SALE");
        assertThat(shop.version()).isEqualTo(before + 1);
        assertThatThrownBy(() -> shop.add("LAST", "HOT")).hasMessageContaining("label_code_key");
        assertThat(shop.version()).isEqualTo(before + 1);
    }

    @Test
    void tenants_share_nothing() {
        var one = new Shop();
        var other = new Shop();
        one.add("HOT");

        assertThat(one.labels(ANYONE)).containsExactly("HOT");
        assertThat(other.labels(ANYONE)).isEmpty();
    }

    @Test
    void what_many_ask_for_at_once_is_read_once() throws Exception {
        var shop = new Shop();
        var reading = new CountDownLatch(1);
        var asked = new CountDownLatch(AtOnce.THREADS);

        List<String> answers = AtOnce.all(AtOnce.THREADS, caller -> {
            StoreCache.Reads request = shop.as(ANYONE);
            asked.countDown();
            return request.one("slow", "key", () -> {
                reads.incrementAndGet();
                await(asked);
                reading.countDown();
                return "answer";
            });
        });

        await(reading);
        assertThat(answers).hasSize(AtOnce.THREADS).containsOnly("answer");
        assertThat(reads).hasValue(1);
    }

    @Test
    void a_reading_that_failed_is_tried_again() {
        var shop = new Shop();
        StoreCache.Reads request = shop.as(ANYONE);

        assertThatThrownBy(() -> request.one("broken", "key", () -> {
                    throw new IllegalStateException("not now");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(request.<String>one("broken", "key", () -> "now")).isEqualTo("now");
    }

    @Test
    void what_is_not_there_is_remembered_too_and_only_what_is_missing_is_read() {
        StoreCache.Reads request = new Shop().as(ANYONE);
        var asked = new ArrayList<Set<Integer>>();

        for (List<Integer> keys : List.of(List.of(1, 2, 3), List.of(2, 3, 4))) {
            assertThat(request.<Integer, String>all("even", keys, missing -> {
                        asked.add(Set.copyOf(missing));
                        return missing.stream()
                                .filter(each -> each % 2 == 0)
                                .collect(java.util.stream.Collectors.toMap(each -> each, String::valueOf));
                    }))
                    .isEqualTo(keys.contains(4) ? Map.of(2, "2", 4, "4") : Map.of(2, "2"));
        }
        assertThat(asked).containsExactly(Set.of(1, 2, 3), Set.of(4));
        assertThat(request.<String>find("even", 2)).isEqualTo("2");
        assertThat(request.<String>find("even", 3)).isNull();
    }

    @Test
    void a_tenant_has_its_share_and_no_more() {
        StoreCache.Reads request = new Shop().as(ANYONE);
        String large = "x".repeat(20_000);
        IntStream.range(0, 100).forEach(i -> request.one("large", i, () -> large));

        IntStream.range(0, 100)
                .forEach(i -> request.one("large", i, () -> {
                    reads.incrementAndGet();
                    return large;
                }));

        assertThat(reads.get()).isBetween(70, 100);
    }

    @Test
    void as_many_tenants_are_remembered_as_what_they_hold_leaves_room_for() {
        var shops = IntStream.range(0, 25).mapToObj(i -> new Shop()).toList();
        for (int again = 0; again < 2; again++) {
            shops.forEach(shop -> shop.labels(ANYONE));
        }
        assertThat(reads).as("little each").hasValue(25);

        String large = "x".repeat(20_000);
        for (Shop shop : shops) {
            StoreCache.Reads request = shop.as(ANYONE);
            IntStream.range(0, 20).forEach(i -> request.one("large", i, () -> large));
        }
        Patience.await()
                .untilAsserted(
                        () -> { // what is too much is given up in the background
                            reads.set(0);
                            shops.forEach(shop -> shop.labels(ANYONE));
                            assertThat(reads.get())
                                    .as("up to 0.8 of 1 MB each, and 10 MB in all")
                                    .isBetween(2, 24);
                        });
    }

    @Test
    void all_that_an_answer_holds_is_weighed() {
        String text = "x".repeat(1000);
        var page = new Connection<>(
                IntStream.range(0, 100)
                        .mapToObj(i -> new Edge<>(new Cursor(List.of("place"), Object::toString), text))
                        .toList(),
                new PageInfo(false, false, null, null));

        assertThat(StoreCache.weight(page)).isBetween(200_000L, 250_000L);
        assertThat(StoreCache.weight(Optional.of(List.of(text, Map.of(text, text)))))
                .isBetween(6_000L, 6_600L);
        assertThat(StoreCache.weight(new Object())).isEqualTo(64_000);
        var data = WrittenData.of(JsonMapper.shared(), Map.of(text, text), List.of());
        var answer = new AnswerMemory.Answer(data, Instant.MAX, List.of(), List.of());
        var hole = new AnswerMemory.Hole("loader", text, false, List.of("nodes", 0, "available"));
        assertThat(StoreCache.weight(answer)).isBetween(6_300L, 6_900L);
        assertThat(StoreCache.weight(
                                new AnswerMemory.Answer(data, Instant.MAX, Collections.nCopies(100, hole), List.of()))
                        - StoreCache.weight(answer))
                .isEqualTo(25_000);
        var found = new AnswerMemory.Found("loader", text, 3L);
        assertThat(StoreCache.weight(
                                new AnswerMemory.Answer(data, Instant.MAX, List.of(), Collections.nCopies(100, found)))
                        - StoreCache.weight(answer))
                .isEqualTo(20_000);
    }

    @Test
    void a_question_or_an_answer_too_large_is_not_remembered() {
        StoreCache.Reads request = new Shop().as(ANYONE);
        String large = "x".repeat(30_000); // more than a twentieth of what a tenant may keep

        for (int again = 0; again < 2; again++) {
            assertThat(request.<String>one("small", "key", () -> {
                        reads.incrementAndGet();
                        return large;
                    }))
                    .isEqualTo(large);
            request.one(List.of(large), "key", () -> {
                reads.incrementAndGet();
                return "answer";
            });
        }

        assertThat(reads).hasValue(4);
    }

    @Test
    void every_table_that_catalogue_and_prices_are_read_from_tells_of_its_changes_but_of_stock() throws SQLException {
        assertThat(strings("""
                        select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
                        where n.nspname in ('catalog', 'pricing') and c.relkind in ('r', 'p')
                          and not exists (
                            select from pg_trigger t where t.tgrelid = c.oid and t.tgfoid = 'tenancy.content_changed'::regproc and t.tgenabled = 'O'
                              and t.tgtype & 1 = 0 and t.tgtype & 28 = 28)
                        """)).containsExactlyInAnyOrderElementsOf(READ_AS_IT_IS);
        assertThat(strings("""
                        select t.tgrelid::regclass || '.' || a.attname from pg_trigger t
                        join pg_attribute a on a.attrelid = t.tgrelid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
                        where t.tgfoid = 'tenancy.content_changed'::regproc and a.attnum <> all (t.tgattr)
                        """))
                .containsExactlyInAnyOrder(
                        "catalog.product.available", "catalog.variant.in_stock", "pricing.flash_sale_item.sold");
    }

    /** The golden queries of the catalogue ask all that shoppers do. */
    @Test
    void shoppers_read_the_catalogue_from_no_other_tables() throws IOException, SQLException {
        Set<String> tables = new TreeSet<>(
                strings(
                        "select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p')"));
        Set<String> telling = new TreeSet<>(
                strings(
                        "select t.tgrelid::regclass::text from pg_trigger t where t.tgfoid = 'tenancy.content_changed'::regproc"));
        var read = new TreeSet<String>();
        try (var files = Files.list(Path.of("src/test/resources/golden/catalog"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".sql")).toList()) {
                var names = Pattern.compile("\"(\\w+)\"\\.\"(\\w+)\"").matcher(Files.readString(file));
                while (names.find()) {
                    String name = names.group(1) + '.' + names.group(2);
                    if (tables.contains(name)) {
                        read.add(name);
                    }
                }
            }
        }

        assertThat(read).contains("catalog.product", "pricing.price_list").isSubsetOf(telling);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(Patience.MOST.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void elsewhere(String sql) throws SQLException {
        try (var superuser = TestDatabase.superuser();
                var statement = superuser.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> strings(String sql) throws SQLException {
        try (var superuser = TestDatabase.superuser();
                var statement = superuser.createStatement();
                var found = statement.executeQuery(sql)) {
            var all = new ArrayList<String>();
            while (found.next()) {
                all.add(found.getString(1));
            }
            return all;
        }
    }
}
