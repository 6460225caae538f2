package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.MEDIA;
import static io.merkato.jooq.catalog.Tables.PRODUCT_MEDIA;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.select;

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
        Map<String, Media.Id> media = media(images);
        alts(changed);
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
        return media(images);
    }

    private Map<String, Media.Id> media(Map<String, Image> images) {
        if (images.isEmpty()) {
            return Map.of();
        }
        List<NewMedia> fresh = images.values().stream()
                .map(image -> new NewMedia(new Media.Id(Uuid7.next()), image))
                .toList();
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
                .and(MEDIA.URL.eq(any(images.keySet().toArray(String[]::new))))
                .fetchMap(MEDIA.URL, MEDIA.ID);
    }

    /** Only of pictures that a product showed before and now says something else of. */
    private void alts(List<Resolved> products) {
        var changed = new LinkedHashMap<String, Image>();
        for (Resolved product : products) {
            var before = new HashMap<String, Image>();
            if (product.before() != null) {
                product.before().sheet().images().forEach(image -> before.put(image.url(), image));
            }
            product.sheet().images().forEach(image -> {
                Image known = before.get(image.url());
                if (known != null && !Objects.equals(known.alt(), image.alt())) {
                    changed.putIfAbsent(image.url(), image);
                }
            });
        }
        if (!changed.isEmpty()) {
            Rows<Image> rows =
                    Rows.of(changed.values()).with(MEDIA.URL, Image::url).with(MEDIA.ALT, this::alt);
            tx.sql()
                    .update(MEDIA)
                    .set(
                            MEDIA.ALT,
                            DSL.field(
                                    "({0} - {1}) || {2}",
                                    MEDIA.ALT.getDataType(),
                                    MEDIA.ALT,
                                    DSL.val(scope.locale().toLanguageTag()),
                                    rows.get(MEDIA.ALT)))
                    .set(MEDIA.VERSION, MEDIA.VERSION.plus(1))
                    .from(rows.table())
                    .where(tx.owns(MEDIA))
                    .and(MEDIA.URL.eq(rows.get(MEDIA.URL)))
                    .execute();
        }
    }

    private LocalisedText alt(Image image) {
        return image.alt() == null ? LocalisedText.EMPTY : LocalisedText.of(scope.locale(), image.alt());
    }

    private static List<Shown> shown(List<Resolved> products, Map<String, Media.Id> media) {
        var shown = new ArrayList<Shown>();
        for (Resolved product : products) {
            var variants = new HashMap<String, ProductVariant.Id>();
            for (ResolvedVariant variant : product.variants()) {
                if (variant.variant().image() != null) {
                    variants.putIfAbsent(variant.variant().image(), variant.id());
                }
            }
            List<Image> images = product.sheet().images();
            for (int i = 0; i < images.size(); i++) {
                String url = images.get(i).url();
                shown.add(new Shown(product.id(), Objects.requireNonNull(media.get(url)), variants.get(url), i));
            }
        }
        return shown;
    }
}
