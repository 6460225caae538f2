package io.merkato.catalog;

import static io.merkato.catalog.Merchant.ERRORS;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.AtOnce;
import io.merkato.InvariantsHold;
import io.merkato.MerkatoTest;
import io.merkato.api.Actor;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.store.StoreViews;
import io.merkato.tenancy.NewTenants;
import io.merkato.tenancy.TenantContexts;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.graphql.ExecutionGraphQlService;

/** Anyone may write reviews, so those that nobody has looked at have their limits. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class ReviewRoomTest {

    private static final String PENDING = "select count(*) from catalog.review where tenant_id = :t";

    private final CatalogPurge purge;
    private final Merchant merchant;
    private final PlainSql sql;
    private final String mug;

    ReviewRoomTest(
            CatalogPurge purge,
            ExecutionGraphQlService graphql,
            NewTenants tenants,
            StoreViews views,
            TenantContexts contexts) {
        this.purge = purge;
        this.merchant = new Merchant(graphql, tenants, views, contexts);
        this.sql = new PlainSql(merchant.graphql().tenant().id());
        this.mug = merchant.does(
                        "productCreate(input: {name: \"Mug\", variants: [{sku: \"M\", prices: [{price: {amount: \"9\", currency: \"ETB\"}}]}]}) { product { id } "
                                + ERRORS + "}")
                .id("product");
        merchant.does("productPublish(id: \"%s\") { product { id } %s}".formatted(mug, ERRORS))
                .id("product");
    }

    @Test
    void what_shoppers_write_is_told_to_webhooks_and_kept_out_of_the_audit_log_and_what_staff_write_is_in_it()
            throws SQLException {
        String logged = "select count(*) from platform.audit_entry where tenant_id = :t and action = 'reviewCreate'";
        String told =
                "select string_agg(type || ' ' || position, ', ') from platform.event where tenant_id = :t and aggregate = '%s'";

        String byAnyone = review(merchant.shopper()).id("review");
        String byCustomer = review(customer(Uuid7.next())).id("review");

        assertThat(sql.text(logged)).isEqualTo("0");
        assertThat(sql.text(told.formatted(byAnyone))).isEqualTo("REVIEW_CREATED 1");
        assertThat(sql.text(told.formatted(byCustomer))).isEqualTo("REVIEW_CREATED 1");

        String byStaff = review(merchant.graphql()).id("review");

        assertThat(sql.text(logged)).isEqualTo("1");
        assertThat(sql.text(told.formatted(byStaff))).isEqualTo("REVIEW_CREATED 1");
    }

    @Test
    void two_reviews_of_a_product_for_eight_who_are_nobody_and_one_for_a_customer() throws Exception {
        fill(98, "mug", "null");

        List<List<String>> refusals =
                AtOnce.all(8, i -> review(merchant.shopper()).refusals());

        assertThat(refusals).filteredOn(List::isEmpty).hasSize(2);
        assertThat(refusals)
                .filteredOn(each -> !each.isEmpty())
                .hasSize(6)
                .containsOnly(List.of("OUT_OF_RANGE productId"));
        review(customer(Uuid7.next())).id("review");
        assertThat(sql.text(PENDING)).isEqualTo("101");
        sql.run(
                "update catalog.review set status = 'REJECTED', moderated_at = now() where id = (select id from catalog.review where tenant_id = :t and user_id is null limit 1)");
        review(merchant.shopper()).id("review");
    }

    @Test
    void five_thousand_of_all_products_wait_at_most() throws SQLException {
        sql.run(
                "insert into catalog.product (tenant_id, id, kind, locale, name, slug) select :t, gen_random_uuid(), 'SIMPLE', 'en', 'P', 'p' || n from generate_series(1, 50) n");
        fill(100, "p%", "null");

        assertThat(review(merchant.shopper()).refusals()).containsExactly("OUT_OF_RANGE productId");
        review(customer(Uuid7.next())).id("review");
    }

    @Test
    void a_hundred_of_one_customer_wait_at_most() throws SQLException {
        UUID hana = Uuid7.next();
        sql.run(
                "insert into catalog.product (tenant_id, id, kind, locale, name, slug) select :t, gen_random_uuid(), 'SIMPLE', 'en', 'P', 'p' || n from generate_series(1, 100) n");
        fill(1, "p%", "'" + hana + "'");

        assertThat(review(customer(hana)).refusals()).containsExactly("OUT_OF_RANGE productId");
        review(customer(Uuid7.next())).id("review");
    }

    @Test
    void those_of_nobody_go_after_90_days_where_nobody_has_looked_at_them() throws SQLException {
        review(merchant.shopper()).id("review");
        String approved = review(merchant.shopper()).id("review");
        merchant.does("reviewApprove(id: \"%s\") { review { id } %s}".formatted(approved, ERRORS))
                .id("review");
        review(customer(Uuid7.next())).id("review");
        sql.run("update catalog.review set created_at = now() - interval '89 days' where tenant_id = :t");
        purge.tidy(merchant.graphql().tenant());
        assertThat(sql.text(PENDING)).isEqualTo("3");

        sql.run("update catalog.review set created_at = now() - interval '91 days' where tenant_id = :t");
        purge.tidy(merchant.graphql().tenant());

        assertThat(
                        sql.text(
                                "select string_agg(concat_ws(' ', status, user_id is null), ', ' order by status) from catalog.review where tenant_id = :t"))
                .isEqualTo("APPROVED t, PENDING f");
    }

    private void fill(int each, String slugs, String user) throws SQLException {
        sql.run(
                "insert into catalog.review (tenant_id, id, product_id, user_id, author_name, rating, locale) select :t, gen_random_uuid(), p.id, %s, 'Sara', 4, 'en' from catalog.product p, generate_series(1, %d) where p.tenant_id = :t and p.slug like '%s'"
                        .formatted(user, each, slugs));
    }

    private Merchant.Answer review(Shopper by) {
        return new Merchant.Answer(by.data(
                        "mutation { reviewCreate(productId: \"%s\", input: {rating: 4, author: \"Sara\"}) { review { id } %s} }"
                                .formatted(mug, ERRORS))
                .get("reviewCreate"));
    }

    private Shopper customer(UUID id) {
        var actor =
                new Actor(Actor.Kind.USER, "user_" + new Review.Id(id).text().substring("review_".length()), "hana");
        return merchant.graphql().as(new Viewer(actor, Map.of(), Viewer.Origin.NONE));
    }
}
