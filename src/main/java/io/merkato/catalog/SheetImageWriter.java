package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_VALUE;
import static io.merkato.jooq.catalog.Tables.BRAND;
import static io.merkato.jooq.catalog.Tables.CATEGORY;
import static io.merkato.jooq.catalog.Tables.MEDIA;
import static io.merkato.jooq.catalog.Tables.PRODUCT;
import static io.merkato.jooq.catalog.Tables.PRODUCT_MEDIA;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import io.merkato.api.LocalisedText;
import io.merkato.api.Uuid7;
import io.merkato.catalog.ProductSheet.Image;
import io.merkato.catalog.ProductSheetWriter.Resolved;
import io.merkato.catalog.ProductSheetWriter.ResolvedVariant;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Select;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Writes the pictures of products. A picture is one row per address, whichever products show it. */
final class SheetImageWriter {

    private record NewMedia(Media.Id id, Image image) {}

    private record Shown(Product.Id product, Media.Id media, ProductVariant.@Nullable Id variant, int position) {}

    private final TenantContext tx;
    private final SheetScope scope;

    SheetImageWriter(TenantContext tx, SheetScope scope) {
        this.tx = tx;
        this.scope = scope;
    }

    void write(Collection<Resolved> products) {
        List<Resolved> changed = products.stream()
                .filter(product -> product.before() == null
                        || !product.before()
                                .sheet()
                                .images()
                                .equals(product.sheet().images())
                        || !shownBy(product.before().sheet()).equals(shownBy(product.sheet())))
                .toList();
        var images = new LinkedHashMap<String, Image>();
        changed.forEach(product -> product.sheet().images().forEach(image -> images.putIfAbsent(image.url(), image)));
        List<NewMedia> fresh = fresh(images);
        Map<String, Media.Id> media = media(fresh);
        fresh.stream()
                .filter(one -> one.id.equals(media.get(one.image.url())))
                .forEach(one -> images.remove(one.image.url()));
        alts(changed, images.keySet());
        Product.Id[] before = ProductSheetWriter.changed(changed);
        if (before.length > 0) {
            tx.sql()
                    .deleteFrom(PRODUCT_MEDIA)
                    .where(tx.owns(PRODUCT_MEDIA))
                    .and(PRODUCT_MEDIA.PRODUCT_ID.eq(any(before)))
                    .and(PRODUCT_MEDIA.MEDIA_ID.in(
                            select(MEDIA.ID).from(MEDIA).where(tx.owns(MEDIA)).and(MEDIA.KIND.eq(MediaKind.IMAGE))))
                    .execute();
        }
        List<Shown> shown = shown(changed, media);
        if (!shown.isEmpty()) {
            Rows.of(shown)
                    .with(PRODUCT_MEDIA.PRODUCT_ID, Shown::product)
                    .with(PRODUCT_MEDIA.MEDIA_ID, Shown::media)
                    .with(PRODUCT_MEDIA.VARIANT_ID, Shown::variant)
                    .with(PRODUCT_MEDIA.POSITION, Shown::position)
                    .insertInto(tx, PRODUCT_MEDIA)
                    .onConflictDoNothing()
                    .execute();
        }
    }

    private static List<@Nullable String> shownBy(ProductSheet sheet) {
        return sheet.variants().stream()
                .<@Nullable String>map(ProductSheet.Variant::image)
                .toList();
    }

    /** Pictures by their addresses, made where there are none yet. */
    Map<String, Media.Id> media(Collection<String> urls) {
        var images = new LinkedHashMap<String, Image>();
        urls.forEach(url -> images.put(url, new Image(url, null)));
        return media(fresh(images));
    }

    private static List<NewMedia> fresh(Map<String, Image> images) {
        return images.values().stream()
                .map(image -> new NewMedia(new Media.Id(Uuid7.next()), image))
                .toList();
    }

    private Map<String, Media.Id> media(List<NewMedia> fresh) {
        if (fresh.isEmpty()) {
            return Map.of();
        }
        Rows.of(fresh)
                .with(MEDIA.ID, NewMedia::id)
                .with(MEDIA.URL, one -> one.image.url())
                .with(MEDIA.ALT, one -> alt(one.image))
                .insertInto(tx, MEDIA)
                .onConflict(MEDIA.TENANT_ID, MEDIA.URL)
                .doNothing()
                .execute();
        return tx.sql()
                .select(MEDIA.URL, MEDIA.ID)
                .from(MEDIA)
                .where(tx.owns(MEDIA))
                .and(MEDIA.URL.eq(any(fresh.stream().map(one -> one.image.url()).toArray(String[]::new))))
                .fetchMap(MEDIA.URL, MEDIA.ID);
    }

    /**
     * Of pictures that a product showed before and now says something else of, and of those that are new to it, where nothing else shows them.
     *
     * @param known addresses of the pictures that were there before
     */
    private void alts(List<Resolved> products, Set<String> known) {
        var changed = new LinkedHashMap<String, Image>();
        var added = new LinkedHashMap<String, Image>();
        for (Resolved product : products) {
            var before = new HashMap<String, Image>();
            if (product.before() != null) {
                product.before().sheet().images().forEach(image -> before.put(image.url(), image));
            }
            for (Image image : product.sheet().images()) {
                Image shown = before.get(image.url());
                if (shown == null && image.alt() != null && known.contains(image.url())) {
                    added.putIfAbsent(image.url(), image);
                } else if (shown != null && !Objects.equals(shown.alt(), image.alt())) {
                    changed.putIfAbsent(image.url(), image);
                }
            }
        }
        alts(changed.values(), noCondition());
        alts(added.values(), isShownNowhere());
    }

    private static Condition isShownNowhere() {
        return notExists(shownByProduct())
                .andNotExists(selectOne()
                        .from(CATEGORY)
                        .where(CATEGORY.TENANT_ID.eq(MEDIA.TENANT_ID))
                        .and(CATEGORY.MEDIA_ID.eq(MEDIA.ID)))
                .andNotExists(selectOne()
                        .from(BRAND)
                        .where(BRAND.TENANT_ID.eq(MEDIA.TENANT_ID))
                        .and(BRAND.MEDIA_ID.eq(MEDIA.ID)))
                .andNotExists(selectOne()
                        .from(ATTRIBUTE_VALUE)
                        .where(ATTRIBUTE_VALUE.TENANT_ID.eq(MEDIA.TENANT_ID))
                        .and(ATTRIBUTE_VALUE.MEDIA_ID.eq(MEDIA.ID)));
    }

    private static Select<?> shownByProduct() {
        return selectOne()
                .from(PRODUCT_MEDIA)
                .join(PRODUCT)
                .on(PRODUCT.TENANT_ID.eq(PRODUCT_MEDIA.TENANT_ID))
                .and(PRODUCT.ID.eq(PRODUCT_MEDIA.PRODUCT_ID))
                .and(PRODUCT.DELETED_AT.isNull())
                .where(PRODUCT_MEDIA.TENANT_ID.eq(MEDIA.TENANT_ID))
                .and(PRODUCT_MEDIA.MEDIA_ID.eq(MEDIA.ID));
    }

    private void alts(Collection<Image> images, Condition which) {
        if (!images.isEmpty()) {
            Rows<Image> rows = Rows.of(images).with(MEDIA.URL, Image::url).with(MEDIA.ALT, this::alt);
            Field<LocalisedText> anew = DSL.field(
                    "({0} - {1}) || {2}",
                    MEDIA.ALT.getDataType(), MEDIA.ALT, DSL.val(scope.locale().toLanguageTag()), rows.get(MEDIA.ALT));
            tx.sql()
                    .update(MEDIA)
                    .set(MEDIA.ALT, anew)
                    .set(MEDIA.VERSION, MEDIA.VERSION.plus(1))
                    .from(rows.table())
                    .where(tx.owns(MEDIA))
                    .and(MEDIA.URL.eq(rows.get(MEDIA.URL)))
                    .and(MEDIA.ALT.isDistinctFrom(anew))
                    .and(which)
                    .execute();
        }
    }

    private LocalisedText alt(Image image) {
        return image.alt() == null ? LocalisedText.EMPTY : LocalisedText.of(scope.locale(), image.alt());
    }

    private static List<Shown> shown(List<Resolved> products, Map<String, Media.Id> media) {
        var shown = new ArrayList<Shown>();
        for (Resolved product : products) {
            Map<String, ProductVariant.Id> variants = variants(product);
            List<Image> images = product.sheet().images();
            for (int i = 0; i < images.size(); i++) {
                String url = images.get(i).url();
                shown.add(new Shown(product.id(), Objects.requireNonNull(media.get(url)), variants.get(url), i));
            }
        }
        return shown;
    }

    /** The variant that each picture shows, where it shows one alone. */
    private static Map<String, ProductVariant.Id> variants(Resolved product) {
        var variants = new HashMap<String, ProductVariant.Id>();
        for (ResolvedVariant variant : product.variants()) {
            if (variant.variant().image() != null) {
                variants.putIfAbsent(variant.variant().image(), variant.id());
            }
        }
        if (product.before() != null) {
            product.before().pictures().forEach((url, id) -> {
                if (product.variants().stream()
                        .noneMatch(variant -> variant.id().equals(id) && loses(product, variant, url))) {
                    variants.putIfAbsent(url, id);
                }
            });
        }
        return variants;
    }

    /**
     * Whether a picture shows the variant no more. A sheet names the first of a variant's pictures: another one takes its place and stands
     * before the rest, and without any the variant has none.
     */
    private static boolean loses(Resolved product, ResolvedVariant variant, String url) {
        String before = variant.before() == null ? null : variant.before().image();
        String first = variant.variant().image();
        if (Objects.equals(before, first)) {
            return false;
        }
        List<String> urls = product.sheet().images().stream().map(Image::url).toList();
        return first == null || url.equals(before) || urls.indexOf(url) < urls.indexOf(first);
    }
}
