package io.merkato.catalog;

import static io.merkato.api.Permission.CATALOG_WRITE;
import static io.merkato.jooq.catalog.Tables.PRODUCT_DOWNLOAD;

import io.merkato.api.MutationPayload;
import io.merkato.api.UserError;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.store.StoreView;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Says what a customer may download after buying. */
@Controller
class ProductDownloadsSet {

    record Input(List<Item> downloads) {}

    record Item(
            String name,
            String url,
            @Nullable String mimeType,
            @Nullable Long bytes,
            @Nullable Integer maxDownloads,
            @Nullable Integer validDays) {}

    record Payload(@Nullable Product product, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final ProductChanges changes;

    ProductDownloadsSet(ProductChanges changes) {
        this.changes = changes;
    }

    @MutationMapping
    Payload productDownloadsSet(
            @Argument Product.Id productId,
            @Argument Input input,
            @Argument @Nullable Integer ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue StoreView storeView,
            @ContextValue Viewer viewer) {
        return tenant.mutate(
                viewer.may(CATALOG_WRITE),
                Payload::refused,
                tx -> new Payload(
                        changes.change(tx, storeView, productId, "productId", ifVersion, product -> {
                            product.mustBe(ProductKind.DOWNLOADABLE, "productId");
                            write(tx, productId, input.downloads());
                        }),
                        List.of()));
    }

    private static void write(TenantContext tx, Product.Id product, List<Item> downloads) {
        tx.sql()
                .deleteFrom(PRODUCT_DOWNLOAD)
                .where(tx.owns(PRODUCT_DOWNLOAD))
                .and(PRODUCT_DOWNLOAD.PRODUCT_ID.eq(product))
                .execute();
        if (!downloads.isEmpty()) {
            tx.write(
                    downloads,
                    item -> List.of("input", "downloads", "" + downloads.indexOf(item)),
                    some -> Rows.of(some)
                            .with(PRODUCT_DOWNLOAD.ID, item -> Uuid7.next())
                            .with(PRODUCT_DOWNLOAD.PRODUCT_ID, item -> product)
                            .with(PRODUCT_DOWNLOAD.NAME, Item::name)
                            .with(PRODUCT_DOWNLOAD.URL, Item::url)
                            .with(PRODUCT_DOWNLOAD.MIME, Item::mimeType)
                            .with(PRODUCT_DOWNLOAD.BYTES, Item::bytes)
                            .with(PRODUCT_DOWNLOAD.MAX_DOWNLOADS, Item::maxDownloads)
                            .with(PRODUCT_DOWNLOAD.VALID_DAYS, Item::validDays)
                            .with(PRODUCT_DOWNLOAD.POSITION, downloads::indexOf)
                            .insertInto(tx, PRODUCT_DOWNLOAD)
                            .execute());
        }
    }
}
