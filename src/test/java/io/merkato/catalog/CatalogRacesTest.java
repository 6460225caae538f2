package io.merkato.catalog;

import static io.merkato.catalog.Merchant.ERRORS;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.AtOnce;
import io.merkato.InvariantsHold;
import io.merkato.MerkatoTest;
import io.merkato.TestDatabase;
import io.merkato.store.StoreViews;
import io.merkato.tenancy.NewTenants;
import io.merkato.tenancy.TenantContexts;
import java.sql.Connection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.graphql.ExecutionGraphQlService;

/** Two members of staff who want the same thing, or opposite things, at the same moment. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class CatalogRacesTest {

    private static final int ASKING = 12;

    private final Merchant merchant;

    CatalogRacesTest(ExecutionGraphQlService graphql, NewTenants tenants, StoreViews views, TenantContexts contexts) {
        this.merchant = new Merchant(graphql, tenants, views, contexts);
    }

    @Test
    void products_of_one_name_are_counted_up_without_a_gap() throws Exception {
        assertThat(slugs("productCreate(input: {name: \"Mug\"}) { product { slug } " + ERRORS + "}", "/product/slug"))
                .isEqualTo(counted("mug"));
    }

    @Test
    void brands_and_categories_of_one_name_are_counted_up_without_a_gap() throws Exception {
        assertThat(slugs("brandCreate(input: {name: \"Abol\"}) { brand { slug } " + ERRORS + "}", "/brand/slug"))
                .isEqualTo(counted("abol"));
        assertThat(slugs(
                        "categoryCreate(input: {names: [{locale: \"en\", text: \"Cups\"}]}) { category { slug } "
                                + ERRORS + "}",
                        "/category/slug"))
                .isEqualTo(counted("cups"));
    }

    @Test
    void what_is_deleted_goes_into_no_bundle() throws Exception {
        String cup = create("Cup", "SIMPLE");
        String box = create("Box", "BUNDLE");
        String variant = variant(cup);

        List<List<String>> refusals = oneAfterTheOther(delete(cup), bundle(box, variant));

        assertThat(refusals).containsExactly(List.of(), List.of("NOT_FOUND input.items.0.variantId"));
        assertThat(contents(box)).isEqualTo("[]");
    }

    @Test
    void what_goes_into_a_bundle_is_not_deleted() throws Exception {
        String cup = create("Cup", "SIMPLE");
        String box = create("Box", "BUNDLE");
        String variant = variant(cup);

        List<List<String>> refusals = oneAfterTheOther(bundle(box, variant), delete(cup));

        assertThat(refusals).containsExactly(List.of(), List.of("IN_USE id"));
        assertThat(contents(box)).isEqualTo("[{\"variant\":{\"sku\":\"Cup\"}}]");
    }

    @Test
    void what_is_deleted_comes_back_in_no_bundle() throws Exception {
        String cup = create("Cup", "SIMPLE");
        String box = deletedBundle(cup);

        List<List<String>> refusals = oneAfterTheOther(delete(cup), restore(box));

        assertThat(refusals).containsExactly(List.of(), List.of("CONFLICT id"));
    }

    @Test
    void what_comes_back_in_a_bundle_is_not_deleted() throws Exception {
        String cup = create("Cup", "SIMPLE");
        String box = deletedBundle(cup);

        List<List<String>> refusals = oneAfterTheOther(restore(box), delete(cup));

        assertThat(refusals).containsExactly(List.of(), List.of("IN_USE id"));
        assertThat(contents(box)).isEqualTo("[{\"variant\":{\"sku\":\"Cup\"}}]");
    }

    @Test
    void the_first_price_of_a_stores_own_knows_the_price_that_is_written_meanwhile() throws Exception {
        String cup = create("Cup", "SIMPLE");
        create("Mug", "SIMPLE");

        assertThat(meanwhile(
                        "insert into catalog.variant_price (tenant_id, variant_id, currency, amount)"
                                + " select v.tenant_id, v.id, 'ETB', 500 from catalog.variant v where v.tenant_id = ? and v.sku = 'Mug'",
                        ownPrice(cup)))
                .isEmpty();

        assertThat(pricedBetween("1", "10")).isEqualTo("[{\"slug\":\"mug\"},{\"slug\":\"cup\"}]");
    }

    @Test
    void a_price_is_written_for_the_store_that_gets_its_first_one_meanwhile() throws Exception {
        String cup = create("Cup", "SIMPLE");
        String mug = create("Mug", "SIMPLE");
        merchant.does(
                        "productStoreOverrideSet(productId: \"%s\", storeId: \"%s\", ifVersion: 1, input: {visible: true}) { product { id } %s}"
                                .formatted(cup, merchant.storeId(), ERRORS))
                .id("product");

        assertThat(meanwhile(
                        "insert into catalog.variant_store_price (tenant_id, store_id, product_id, variant_id, currency, amount)"
                                + " select o.tenant_id, o.store_id, o.product_id, v.id, 'ETB', 900 from catalog.product_store o"
                                + " join catalog.variant v on v.tenant_id = o.tenant_id and v.product_id = o.product_id where o.tenant_id = ?",
                        "productVariantPriceSet(id: \"%s\", ifVersion: 1, input: {prices: [{price: {amount: \"5\", currency: \"ETB\"}}]}) { variant { id } %s}"
                                .formatted(variant(mug), ERRORS)))
                .isEmpty();

        assertThat(pricedBetween("1", "10")).isEqualTo("[{\"slug\":\"mug\"},{\"slug\":\"cup\"}]");
    }

    @Test
    void the_first_price_of_a_stores_own_does_not_wait_for_a_product_that_is_being_changed() throws Exception {
        String cup = create("Cup", "SIMPLE");
        String mug = create("Mug", "SIMPLE");
        merchant.does(
                        "productVariantPriceSet(id: \"%s\", ifVersion: 1, input: {prices: [{price: {amount: \"5\", currency: \"ETB\"}}]}) { variant { id } %s}"
                                .formatted(variant(mug), ERRORS))
                .id("variant");
        String change = "productUpdate(id: \"%s\", ifVersion: 1, input: {brandId: \"%s\"}) { product { id } %s}"
                .formatted(mug, merchant.brand("Abol"), ERRORS);

        try (Connection holder = TestDatabase.superuser();
                ExecutorService staff = Executors.newFixedThreadPool(2)) {
            holder.setAutoCommit(false);
            try (var lock = holder.prepareStatement("select from catalog.brand where tenant_id = ? for update")) {
                lock.setObject(1, merchant.graphql().tenant().id().value());
                lock.executeQuery();
            }
            Future<List<String>> changed = ask(staff, change);
            TestDatabase.awaitWaiting(holder, 1, changed);
            Future<List<String>> priced = ask(staff, ownPrice(cup));
            TestDatabase.awaitWaiting(holder, 2, priced);
            List<Boolean> done = List.of(priced.isDone(), changed.isDone());
            holder.commit();

            assertThat(done).containsExactly(true, false);
            assertThat(priced.get()).isEmpty();
            assertThat(changed.get()).isEmpty();
        }
        assertThat(pricedBetween("1", "10")).isEqualTo("[{\"slug\":\"mug\"},{\"slug\":\"cup\"}]");
    }

    private String deletedBundle(String component) {
        String box = create("Box", "BUNDLE");
        merchant.does(bundle(box, variant(component))).id("product");
        merchant.does(delete(box)).text("/productId");
        return box;
    }

    private static String restore(String product) {
        return "productRestore(id: \"" + product + "\") { product { id } " + ERRORS + "}";
    }

    private String ownPrice(String product) {
        return "productStoreOverrideSet(productId: \"%s\", storeId: \"%s\", ifVersion: 1, input: {prices: [{variantId: \"%s\", price: {amount: \"9\", currency: \"ETB\"}}]}) { product { id } %s}"
                .formatted(product, merchant.storeId(), variant(product), ERRORS);
    }

    private String pricedBetween(String min, String max) {
        return merchant.asks(
                        "products(first: 5, where: {status: {eq: DRAFT}, price: {min: \"%s\", max: \"%s\"}}, sort: {key: PRICE, direction: ASC}) { nodes { slug } }"
                                .formatted(min, max))
                .at("/products/nodes")
                .toString();
    }

    /** The mutation is asked while the statement is written, and not yet committed; it is done, or waits for that. */
    private List<String> meanwhile(String statement, String mutation) throws Exception {
        try (Connection other = TestDatabase.superuser();
                ExecutorService staff = Executors.newSingleThreadExecutor()) {
            other.setAutoCommit(false);
            try (var write = other.prepareStatement(statement)) {
                write.setObject(1, merchant.graphql().tenant().id().value());
                assertThat(write.executeUpdate()).isEqualTo(1);
            }
            Future<List<String>> asked = ask(staff, mutation);
            TestDatabase.awaitWaiting(other, 1, asked);
            other.commit();
            return asked.get();
        }
    }

    private String create(String name, String kind) {
        return merchant.does(
                        "productCreate(input: {name: \"%1$s\", kind: %2$s, variants: [{sku: \"%1$s\"}]}) { product { id } %3$s}"
                                .formatted(name, kind, ERRORS))
                .id("product");
    }

    private String variant(String product) {
        return merchant.asks("product(id: \"" + product + "\") { variants(first: 1) { nodes { id } } }")
                .at("/product/variants/nodes/0/id")
                .asString();
    }

    private String contents(String bundle) {
        return merchant.asks("product(id: \"" + bundle + "\") { bundleItems { variant { sku } } }")
                .at("/product/bundleItems")
                .toString();
    }

    private static String delete(String product) {
        return "productDelete(id: \"" + product + "\") { productId " + ERRORS + "}";
    }

    private static String bundle(String bundle, String variant) {
        return "productBundleItemsSet(productId: \"%s\", input: {items: [{variantId: \"%s\"}]}) { product { id } %s}"
                .formatted(bundle, variant, ERRORS);
    }

    private Set<String> slugs(String mutation, String place) throws Exception {
        return Set.copyOf(AtOnce.all(ASKING, i -> merchant.does(mutation).text(place)));
    }

    private static Set<String> counted(String slug) {
        return IntStream.rangeClosed(1, ASKING)
                .mapToObj(i -> i == 1 ? slug : slug + "-" + i)
                .collect(toSet());
    }

    /** Both under way at once: each comes as far as the variant, which somebody holds until both are there. */
    private List<List<String>> oneAfterTheOther(String first, String second) throws Exception {
        try (Connection holder = TestDatabase.superuser();
                ExecutorService staff = Executors.newFixedThreadPool(2)) {
            holder.setAutoCommit(false);
            try (var lock =
                    holder.prepareStatement("select from catalog.variant where tenant_id = ? for no key update")) {
                lock.setObject(1, merchant.graphql().tenant().id().value());
                lock.executeQuery();
            }
            Future<List<String>> one = ask(staff, first);
            TestDatabase.awaitWaiting(holder, 1, one);
            Future<List<String>> other = ask(staff, second);
            TestDatabase.awaitWaiting(holder, 2, other);
            holder.commit();
            return List.of(one.get(), other.get());
        }
    }

    private Future<List<String>> ask(ExecutorService staff, String mutation) {
        return staff.submit(() -> merchant.does(mutation).refusals());
    }
}
