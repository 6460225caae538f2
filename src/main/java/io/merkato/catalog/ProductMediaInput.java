package io.merkato.catalog;

import static io.merkato.api.UserErrorCode.NOT_ALLOWED;
import static io.merkato.api.UserErrorCode.REQUIRED;
import static io.merkato.api.UserErrorCode.TAKEN;
import static io.merkato.api.UserErrorCode.TOO_LONG;
import static io.merkato.jooq.catalog.Tables.MEDIA;
import static io.merkato.jooq.catalog.Tables.PRODUCT_MEDIA;

import io.merkato.api.Given;
import io.merkato.api.LocalisedText;
import io.merkato.api.LocalisedTextInput;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.Sql;
import io.merkato.api.Uuid7;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * A picture or file of a product: one that is known by its id, or one that is known, or becomes known, by its address.
 *
 * @param variantId of the variant it shows; null for all of them
 */
record ProductMediaInput(
        Media.@Nullable Id mediaId,
        @Nullable String url,
        @Nullable MediaKind kind,
        @Nullable List<LocalisedTextInput> alts,
        @Nullable String mimeType,
        @Nullable Integer width,
        @Nullable Integer height,
        ProductVariant.@Nullable Id variantId) {

    static final int MOST = 100;

    /** Makes these the media of the product, in this order; null changes nothing. */
    static void write(TenantContext tx, Product.Id product, @Nullable List<ProductMediaInput> media) {
        if (media == null) {
            return;
        }
        if (media.size() > MOST) {
            throw new Refused(Refusal.of(TOO_LONG, "A product has at most " + MOST + " media.", "input", "media"));
        }
        for (int i = 0; i < media.size(); i++) {
            media.get(i).refuseToDescribeWhatIsKnown("input", "media", "" + i);
        }
        Referred.variants(
                tx, product, media.stream().map(ProductMediaInput::variantId).toList(), "input", "media");
        Map<String, Media.Id> known = known(tx, media);
        var places = new LinkedHashMap<Media.Id, ProductMediaInput>();
        for (int i = 0; i < media.size(); i++) {
            ProductMediaInput each = media.get(i);
            Media.Id id = each.mediaId != null || each.url == null ? each.mediaId : known.get(each.url);
            if (id == null) {
                throw new Refused(
                        Refusal.of(REQUIRED, "A medium is given by its id or its address.", "input", "media", "" + i));
            }
            if (places.put(id, each) != null) {
                throw new Refused(Refusal.of(TAKEN, "The medium is in the list already.", "input", "media", "" + i));
            }
        }
        tx.sql()
                .deleteFrom(PRODUCT_MEDIA)
                .where(tx.owns(PRODUCT_MEDIA))
                .and(PRODUCT_MEDIA.PRODUCT_ID.eq(product))
                .execute();
        List<Media.Id> order = List.copyOf(places.keySet());
        if (!order.isEmpty()) {
            tx.write(
                    order,
                    id -> place(media, Objects.requireNonNull(places.get(id))),
                    some -> Rows.of(some)
                            .with(PRODUCT_MEDIA.PRODUCT_ID, id -> product)
                            .with(PRODUCT_MEDIA.MEDIA_ID, id -> id)
                            .with(PRODUCT_MEDIA.VARIANT_ID, id -> Objects.requireNonNull(places.get(id)).variantId)
                            .with(PRODUCT_MEDIA.POSITION, order::indexOf)
                            .insertInto(tx, PRODUCT_MEDIA)
                            .execute());
        }
    }

    /** What is said beside its id would change nothing. */
    private void refuseToDescribeWhatIsKnown(String... place) {
        if (mediaId == null) {
            return;
        }
        var said = new LinkedHashMap<String, @Nullable Object>();
        said.put("url", url);
        said.put("kind", kind);
        said.put("alts", alts);
        said.put("mimeType", mimeType);
        said.put("width", width);
        said.put("height", height);
        said.forEach((member, value) -> {
            if (value != null) {
                throw new Refused(Refusal.of(
                        NOT_ALLOWED,
                        "A medium that is given by its id is changed by `mediaUpdate`.",
                        Stream.concat(Stream.of(place), Stream.of(member)).toArray(String[]::new)));
            }
        });
    }

    private static Map<String, Media.Id> known(TenantContext tx, List<ProductMediaInput> media) {
        var byUrl = new LinkedHashMap<String, ProductMediaInput>();
        media.stream()
                .filter(each -> each.mediaId == null && each.url != null)
                .forEach(each -> byUrl.put(each.url, each));
        if (byUrl.isEmpty()) {
            return Map.of();
        }
        var known = new HashMap<String, Media.Id>();
        tx.write(List.copyOf(byUrl.values()), each -> place(media, each), some -> insert(tx, some))
                .forEach(known::putAll);
        return known;
    }

    private static List<String> place(List<ProductMediaInput> media, ProductMediaInput each) {
        return List.of("input", "media", "" + media.indexOf(each));
    }

    /** What is said of one that is known changes it; what is left out stays. */
    private static Map<String, Media.Id> insert(TenantContext tx, List<ProductMediaInput> media) {
        List<String> ofKind = media.stream()
                .filter(each -> each.kind != null)
                .map(ProductMediaInput::url)
                .toList();
        var kind =
                DSL.when(Sql.isAny(MEDIA.URL, ofKind), DSL.excluded(MEDIA.KIND)).otherwise(MEDIA.KIND);
        var alt = DSL.when(DSL.excluded(MEDIA.ALT).eq(LocalisedText.EMPTY), MEDIA.ALT)
                .otherwise(DSL.excluded(MEDIA.ALT));
        var mime = DSL.coalesce(DSL.excluded(MEDIA.MIME), MEDIA.MIME);
        var width = DSL.coalesce(DSL.excluded(MEDIA.WIDTH), MEDIA.WIDTH);
        var height = DSL.coalesce(DSL.excluded(MEDIA.HEIGHT), MEDIA.HEIGHT);
        Condition same = DSL.row(kind, alt, mime, width, height)
                .isNotDistinctFrom(DSL.row(MEDIA.KIND, MEDIA.ALT, MEDIA.MIME, MEDIA.WIDTH, MEDIA.HEIGHT));
        return Rows.of(media)
                .with(MEDIA.ID, each -> new Media.Id(Uuid7.next()))
                .with(MEDIA.KIND, each -> Given.or(each.kind, MediaKind.IMAGE))
                .with(MEDIA.URL, ProductMediaInput::url)
                .with(MEDIA.ALT, each -> LocalisedTextInput.text(each.alts))
                .with(MEDIA.MIME, ProductMediaInput::mimeType)
                .with(MEDIA.WIDTH, ProductMediaInput::width)
                .with(MEDIA.HEIGHT, ProductMediaInput::height)
                .insertInto(tx, MEDIA)
                .onConflict(MEDIA.TENANT_ID, MEDIA.URL)
                .doUpdate()
                .set(MEDIA.KIND, kind)
                .set(MEDIA.ALT, alt)
                .set(MEDIA.MIME, mime)
                .set(MEDIA.WIDTH, width)
                .set(MEDIA.HEIGHT, height)
                .set(MEDIA.VERSION, DSL.when(same, MEDIA.VERSION).otherwise(MEDIA.VERSION.plus(1)))
                .set(MEDIA.UPDATED_AT, DSL.when(same, MEDIA.UPDATED_AT).otherwise(Instant.now()))
                .returning(MEDIA.URL, MEDIA.ID)
                .fetchMap(MEDIA.URL, MEDIA.ID);
    }
}
