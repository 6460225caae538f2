package io.merkato.demo;

import static io.merkato.jooq.catalog.Tables.PRODUCT;
import static io.merkato.jooq.catalog.Tables.PRODUCT_RATING;
import static io.merkato.jooq.catalog.Tables.REVIEW;
import static io.merkato.jooq.catalog.Tables.VARIANT;
import static io.merkato.jooq.customer.Tables.ACTIVITY;
import static io.merkato.jooq.customer.Tables.ADDRESS;
import static io.merkato.jooq.customer.Tables.CONSENT;
import static io.merkato.jooq.customer.Tables.CUSTOMER_;
import static io.merkato.jooq.customer.Tables.CUSTOMER_GROUP;
import static io.merkato.jooq.customer.Tables.NOTE;
import static io.merkato.jooq.customer.Tables.WISHLIST_ITEM;
import static io.merkato.jooq.identity.Tables.MEMBER;
import static io.merkato.jooq.ordering.Tables.ORDER;
import static io.merkato.jooq.ordering.Tables.ORDER_LINE;
import static io.merkato.jooq.payment.Tables.PAYMENT_;
import static io.merkato.jooq.pricing.Tables.FLASH_SALE;
import static io.merkato.jooq.pricing.Tables.FLASH_SALE_ITEM;
import static io.merkato.jooq.store.Tables.STORE_;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.InvariantsHold;
import io.merkato.MerkatoTest;
import io.merkato.TestDatabase;
import io.merkato.payment.PaymentState;
import io.merkato.pricing.PriceSource;
import io.merkato.tenancy.Tenant;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.TenantContexts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jooq.Table;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@MerkatoTest
class DemoTenantsTest {

    private final DemoTenants demo;
    private final TenantContexts contexts;

    DemoTenantsTest(DemoTenants demo, TenantContexts contexts) {
        this.demo = demo;
        this.contexts = contexts;
    }

    @BeforeEach
    void load() {
        demo.load(DemoShop.all());
    }

    @Test
    void each_shop_is_loaded_whole() {
        assertThat(counts("abol")).containsExactly(188, 1013, 42, 6, 3);
        assertThat(counts("linguere")).containsExactly(162, 1261, 40, 6, 3);
        assertThat(counts("nuru")).containsExactly(187, 382, 42, 6, 3);
    }

    @Test
    void each_shop_has_customers_of_every_kind_who_did_something_for_months() {
        for (String slug : List.of("abol", "linguere", "nuru")) {
            TenantContext shop = tenant(slug);
            assertThat(Stream.<Table<?>>of(CUSTOMER_, CUSTOMER_GROUP, ADDRESS, CONSENT, WISHLIST_ITEM, NOTE)
                            .filter(table -> shop.sql().fetchCount(table, shop.owns(table)) < 3))
                    .as(slug)
                    .isEmpty();
            assertThat(shop.sql()
                            .selectDistinct(CUSTOMER_.KIND, CUSTOMER_.USER_ID.isNull())
                            .from(CUSTOMER_)
                            .where(shop.owns(CUSTOMER_))
                            .fetchSet(row -> row.value1() + " " + row.value2()))
                    .as(slug)
                    .containsExactlyInAnyOrder("GUEST true", "REGISTERED true", "REGISTERED false");
            assertThat(shop.sql()
                            .select(ACTIVITY.AT)
                            .from(ACTIVITY)
                            .where(shop.owns(ACTIVITY))
                            .fetchSet(row -> row.value1().toString().substring(0, 7)))
                    .as(slug)
                    .containsAll(IntStream.rangeClosed(1, 10)
                            .mapToObj("2026-%02d"::formatted)
                            .toList());
        }
    }

    @Test
    void each_shop_has_orders_of_every_status_that_hold_what_is_held_of_all() throws Exception {
        for (String slug : List.of("abol", "linguere", "nuru")) {
            TenantContext shop = tenant(slug);
            assertThat(Stream.of(ORDER.STATUS, ORDER.PAYMENT_STATUS, ORDER.FULFILMENT_STATUS)
                            .flatMap(status -> shop
                                    .sql()
                                    .selectDistinct(status)
                                    .from(ORDER)
                                    .where(shop.owns(ORDER))
                                    .fetchSet(row -> "" + row.value1())
                                    .stream()))
                    .as(slug)
                    .containsExactlyInAnyOrder(
                            "OPEN",
                            "COMPLETED",
                            "CANCELLED",
                            "PENDING",
                            "PARTIALLY_PAID",
                            "PAID",
                            "PARTIALLY_REFUNDED",
                            "REFUNDED",
                            "VOIDED",
                            "UNFULFILLED",
                            "PARTIALLY_FULFILLED",
                            "FULFILLED",
                            "PARTIALLY_RETURNED",
                            "RETURNED");
        }
        assertThat(soldInFlashSales("abol")).containsExactly("Enkutatash 2");
        assertThat(soldInFlashSales("linguere")).containsExactly("Tabaski 3");
        assertThat(soldInFlashSales("nuru")).containsExactly("Back to school 2");
        Set<String> shops = Stream.of("abol", "linguere", "nuru")
                .map(slug -> new DemoIds(slug).of("tenant").toString())
                .collect(Collectors.toSet());
        assertThat(InvariantsHold.findings())
                .filteredOn(finding -> finding.tenant() != null && shops.contains(finding.tenant()))
                .isEmpty();
    }

    @Test
    void each_shop_was_paid_in_many_ways_and_in_none_that_its_providers_do_not_know() throws Exception {
        for (String slug : List.of("abol", "linguere", "nuru")) {
            TenantContext shop = tenant(slug);
            assertThat(shop.sql()
                            .selectDistinct(PAYMENT_.STATE)
                            .from(PAYMENT_)
                            .where(shop.owns(PAYMENT_))
                            .fetchSet(PAYMENT_.STATE))
                    .as(slug)
                    .contains(
                            PaymentState.PENDING,
                            PaymentState.FAILED,
                            PaymentState.CAPTURED,
                            PaymentState.PARTIALLY_REFUNDED);
        }
        try (Connection superuser = TestDatabase.superuser()) {
            ResultSet odd = superuser.createStatement().executeQuery("""
                    select s.slug, o.number, a.provider, p.amount, p.currency, p.state
                    from payment.payment p
                    join payment.payment_account a on a.tenant_id = p.tenant_id and a.id = p.payment_account_id
                    join payment.provider v on v.code = a.provider
                    join ordering."order" o on o.tenant_id = p.tenant_id and o.id = p.order_id
                    join tenancy.tenant s on s.id = p.tenant_id and s.slug in ('abol', 'linguere', 'nuru')
                    left join payment.provider_currency c on c.provider = a.provider and c.currency = p.currency
                    where exists (select from payment.provider_currency k where k.provider = a.provider) and p.amount not between c.minimum and coalesce(c.maximum, p.amount)
                       or exists (select from payment.provider_currency k where k.provider = a.provider) and c.provider is null
                       or p.capture_later and not v.authorises
                       or a.provider = 'mpesa' and (p.amount % 100 <> 0 or p.refunded % 100 <> 0)
                       or a.provider = 'wave' and p.refunded not in (0, p.captured)
                    """);
            var found = new ArrayList<String>();
            while (odd.next()) {
                found.add("%s %s: %s %s %s %s"
                        .formatted(
                                odd.getString(1),
                                odd.getString(2),
                                odd.getString(3),
                                odd.getString(4),
                                odd.getString(5),
                                odd.getString(6)));
            }
            assertThat(found).isEmpty();
        }
    }

    /** What is sold of each sale that is over, with the price's source that order lines say. */
    private List<String> soldInFlashSales(String slug) {
        TenantContext shop = tenant(slug);
        return shop.sql()
                .select(FLASH_SALE.NAME, FLASH_SALE_ITEM.SOLD)
                .from(FLASH_SALE)
                .join(FLASH_SALE_ITEM)
                .on(shop.owns(FLASH_SALE_ITEM))
                .and(FLASH_SALE_ITEM.FLASH_SALE_ID.eq(FLASH_SALE.ID))
                .join(ORDER_LINE)
                .on(shop.owns(ORDER_LINE))
                .and(ORDER_LINE.FLASH_SALE_ITEM_ID.eq(FLASH_SALE_ITEM.ID))
                .and(ORDER_LINE.PRICE_SOURCE.eq(PriceSource.FLASH_SALE))
                .where(shop.owns(FLASH_SALE))
                .and(FLASH_SALE.ENDS_AT.lt(Instant.now()))
                .fetch(row -> row.value1() + " " + row.value2());
    }

    @Test
    void loading_again_changes_nothing() {
        List<Object> before = everyVersion("nuru");

        assertThat(demo.load(DemoShop.all())).isEmpty();
        assertThat(everyVersion("nuru")).isEqualTo(before);
    }

    @Test
    void the_same_product_has_the_same_id_everywhere() {
        assertThat(new DemoIds("abol").of("product", "aricha-washed"))
                .isEqualTo(UUID.fromString("019b76da-a800-7cf6-b883-b985cb291463"));
    }

    @Test
    void approved_reviews_count_in_the_rating() {
        TenantContext abol = tenant("abol");

        assertThat(abol.sql()
                        .select(PRODUCT_RATING.REVIEW_COUNT, PRODUCT_RATING.RATING_SUM)
                        .from(PRODUCT_RATING)
                        .join(PRODUCT)
                        .on(PRODUCT.TENANT_ID.eq(PRODUCT_RATING.TENANT_ID), PRODUCT.ID.eq(PRODUCT_RATING.PRODUCT_ID))
                        .where(abol.owns(PRODUCT_RATING), PRODUCT.SLUG.eq("abol-house-espresso"))
                        .fetchSingle()
                        .intoList())
                .containsExactly(2, 9);
    }

    @Test
    void every_product_has_a_picture_that_is_drawn() throws Exception {
        var drawing = new PictureController();

        assertThat(DemoShop.all().stream()
                        .flatMap(each ->
                                each.products().stream().flatMap(line -> Picture.all(each.shop(), line).stream()))
                        .filter(picture -> !drawing.picture(picture.art(), picture.tone())
                                .getStatusCode()
                                .is2xxSuccessful()))
                .isEmpty();
        assertThat(drawing.picture("jebena", "<svg>").getStatusCode().value()).isEqualTo(404);
        assertThat(drawing.picture("no-such-shape", "7b4a2d").getStatusCode().value())
                .isEqualTo(404);
    }

    @Test
    void orders_that_were_there_before_the_ledger_get_the_same_entries() throws Exception {
        try (Connection superuser = TestDatabase.superuser()) {
            superuser.setAutoCommit(false);
            Set<String> written = book(superuser);
            superuser.createStatement().execute("truncate ledger.entry, ledger.transfer, ledger.account");
            superuser
                    .createStatement()
                    .execute(Files.readString(Path.of("db/migration/V157__ledger_of_orders_before.sql")));
            superuser.createStatement().execute("set constraints all immediate");
            superuser.createStatement().execute("reset role");

            Set<String> again = book(superuser);
            superuser.rollback();
            assertThat(again).hasSameSizeAs(written);
            again.removeAll(written);
            assertThat(again).isEmpty();
        }
    }

    /**
     * Without orders that other tests have edited: of what those came to before there are entries too. And without what came through providers, by
     * points or by credit, and what points took something off, of which there was none yet.
     */
    private static Set<String> book(Connection superuser) throws SQLException {
        var entries = new HashSet<String>();
        ResultSet rows = superuser.createStatement().executeQuery("""
                select concat_ws(' ', s.slug, t.kind, t.reference, t.subject, t.occurred_at, a.code, a.holder, e.amount, e.unit)
                from ledger.entry e
                join ledger.transfer t on t.tenant_id = e.tenant_id and t.id = e.transfer_id
                join ledger.account a on a.tenant_id = e.tenant_id and a.id = e.account_id
                join tenancy.tenant s on s.id = e.tenant_id and s.slug in ('abol', 'linguere', 'nuru')
                where (t.kind like 'ORDER\\_%' or t.kind like 'PAYMENT\\_%') and not exists (select from ordering.order_revision v where v.tenant_id = t.tenant_id and tenancy.type_id('order', v.order_id) = t.subject)
                  and not exists (select from ordering.order_discount d where d.tenant_id = t.tenant_id and d.code = 'LOYALTY_POINTS' and tenancy.type_id('order', d.order_id) = t.subject)
                  and not exists (select from ordering.order_payment p where p.tenant_id = t.tenant_id and (p.through is not null or p.method = 'LOYALTY_POINTS') and tenancy.type_id('order_payment', p.id) = t.reference)
                """);
        while (rows.next()) {
            entries.add(rows.getString(1));
        }
        return entries;
    }

    private TenantContext tenant(String slug) {
        return contexts.of(new Tenant.Id(new DemoIds(slug).of("tenant")));
    }

    private List<Integer> counts(String slug) {
        TenantContext tenant = tenant(slug);
        return Stream.<Table<?>>of(PRODUCT, VARIANT, REVIEW, MEMBER, STORE_)
                .map(table -> tenant.sql().fetchCount(table, tenant.owns(table)))
                .toList();
    }

    private List<Object> everyVersion(String slug) {
        TenantContext tenant = tenant(slug);
        return List.copyOf(tenant.sql()
                .select(PRODUCT.ID, PRODUCT.VERSION, PRODUCT.UPDATED_AT)
                .from(PRODUCT)
                .where(tenant.owns(PRODUCT))
                .orderBy(PRODUCT.ID)
                .fetch());
    }
}
