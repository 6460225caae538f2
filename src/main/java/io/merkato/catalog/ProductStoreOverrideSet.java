package io.merkato.catalog;

import static io.merkato.api.Permission.CATALOG_WRITE;
import static io.merkato.jooq.catalog.Tables.PRODUCT_STORE;
import static io.merkato.jooq.catalog.Tables.PRODUCT_STORE_CONTENT;
import static io.merkato.jooq.catalog.Tables.VARIANT_STORE_PRICE;

import io.merkato.api.Given;
import io.merkato.api.MutationPayload;
import io.merkato.api.UserError;
import io.merkato.api.Viewer;
import io.merkato.money.MoneyInput;
import io.merkato.store.Store;
import io.merkato.store.StoreView;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Says what one store shows otherwise than its tenant. */
@Controller
class ProductStoreOverrideSet {

    record Input(
            @Nullable Boolean visible,
            @Nullable List<Content> contents,
            @Nullable List<Price> prices) {}

    record Content(
            Locale locale,
            @Nullable String name,
            @Nullable String description,
            @Nullable String seoTitle,
            @Nullable String seoDescription) {}

    record Price(
            ProductVariant.Id variantId,
            MoneyInput price,
            @Nullable BigDecimal compareAtPrice) {}

    record Payload(@Nullable Product product, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final ProductChanges changes;

    ProductStoreOverrideSet(ProductChanges changes) {
        this.changes = changes;
    }

    @MutationMapping
    Payload productStoreOverrideSet(
            @Argument Product.Id productId,
            @Argument Store.Id storeId,
            @Argument Input input,
            @Argument int ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue StoreView storeView,
            @ContextValue Viewer viewer) {
        return tenant.mutate(
                viewer.mayIn(CATALOG_WRITE, storeId),
                Payload::refused,
                tx -> new Payload(
                        changes.change(
                                        tx,
                                        Sight.ofWriter(storeView, viewer),
                                        productId,
                                        "productId",
                                        ifVersion,
                                        locked -> write(tx, storeId, productId, input))
                                .orElse(null),
                        List.of()));
    }

    private static void write(TenantContext tx, Store.Id store, Product.Id product, Input input) {
        var override = tx.sql()
                .insertInto(PRODUCT_STORE)
                .set(PRODUCT_STORE.TENANT_ID, tx.id())
                .set(PRODUCT_STORE.STORE_ID, store)
                .set(PRODUCT_STORE.PRODUCT_ID, product)
                .set(PRODUCT_STORE.VISIBLE, Given.or(input.visible, true))
                .onConflict(PRODUCT_STORE.TENANT_ID, PRODUCT_STORE.STORE_ID, PRODUCT_STORE.PRODUCT_ID);
        (input.visible == null ? override.doNothing() : override.doUpdate().set(PRODUCT_STORE.VISIBLE, input.visible))
                .execute();
        if (input.contents != null) {
            contents(tx, store, product, input.contents);
        }
        if (input.prices != null) {
            prices(tx, store, product, input.prices);
        }
    }

    private static void contents(TenantContext tx, Store.Id store, Product.Id product, List<Content> contents) {
        tx.sql()
                .deleteFrom(PRODUCT_STORE_CONTENT)
                .where(tx.owns(PRODUCT_STORE_CONTENT))
                .and(PRODUCT_STORE_CONTENT.STORE_ID.eq(store))
                .and(PRODUCT_STORE_CONTENT.PRODUCT_ID.eq(product))
                .execute();
        if (!contents.isEmpty()) {
            tx.write(
                    contents,
                    content -> List.of("input", "contents", "" + contents.indexOf(content)),
                    some -> Rows.of(some)
                            .with(PRODUCT_STORE_CONTENT.STORE_ID, content -> store)
                            .with(PRODUCT_STORE_CONTENT.PRODUCT_ID, content -> product)
                            .with(PRODUCT_STORE_CONTENT.LOCALE, Content::locale)
                            .with(PRODUCT_STORE_CONTENT.NAME, Content::name)
                            .with(
                                    PRODUCT_STORE_CONTENT.DESCRIPTION,
                                    content -> content.description == null ? null : SafeHtml.of(content.description))
                            .with(PRODUCT_STORE_CONTENT.SEO_TITLE, Content::seoTitle)
                            .with(PRODUCT_STORE_CONTENT.SEO_DESCRIPTION, Content::seoDescription)
                            .insertInto(tx, PRODUCT_STORE_CONTENT)
                            .execute());
        }
    }

    private static void prices(TenantContext tx, Store.Id store, Product.Id product, List<Price> prices) {
        List<PriceInput.Of> wanted = IntStream.range(0, prices.size())
                .mapToObj(i -> {
                    Price price = prices.get(i);
                    return new PriceInput(price.price, price.compareAtPrice)
                            .of(price.variantId, List.of("input", "prices", "" + i));
                })
                .toList();
        Referred.variants(tx, product, prices.stream().map(Price::variantId).toList(), "input", "prices");
        tx.sql()
                .deleteFrom(VARIANT_STORE_PRICE)
                .where(tx.owns(VARIANT_STORE_PRICE))
                .and(VARIANT_STORE_PRICE.STORE_ID.eq(store))
                .and(VARIANT_STORE_PRICE.PRODUCT_ID.eq(product))
                .execute();
        if (!wanted.isEmpty()) {
            tx.write(
                    wanted,
                    PriceInput.Of::place,
                    some -> Rows.of(some)
                            .with(VARIANT_STORE_PRICE.STORE_ID, of -> store)
                            .with(VARIANT_STORE_PRICE.PRODUCT_ID, of -> product)
                            .with(VARIANT_STORE_PRICE.VARIANT_ID, PriceInput.Of::variant)
                            .with(VARIANT_STORE_PRICE.CURRENCY, of -> of.price().currency())
                            .with(VARIANT_STORE_PRICE.AMOUNT, of -> of.price().withoutCurrency())
                            .with(VARIANT_STORE_PRICE.COMPARE_AT, PriceInput.Of::compareAtUnits)
                            .insertInto(tx, VARIANT_STORE_PRICE)
                            .execute());
        }
    }
}
