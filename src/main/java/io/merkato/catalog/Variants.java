package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.FOR_SALE;
import static io.merkato.jooq.catalog.Tables.GOODS;
import static io.merkato.jooq.catalog.Tables.PRODUCT_BUNDLE_ITEM;
import static io.merkato.jooq.catalog.Tables.VARIANT;
import static java.util.Objects.requireNonNullElse;
import static org.jooq.impl.DSL.noCondition;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.merkato.api.LocalisedText;
import io.merkato.api.Sql;
import io.merkato.store.Store;
import io.merkato.tenancy.Template;
import io.merkato.tenancy.Tenant;
import io.merkato.tenancy.TenantContext;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jooq.SelectField;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What other modules may know of variants. Each is one statement, however many are asked for; what is for sale may take two. */
@Component
public class Variants {

    private static final TypeReference<List<Chosen>> CHOSEN = new TypeReference<>() {};
    private static final TypeReference<Map<UUID, Long>> PARTS = new TypeReference<>() {};

    private record Chosen(
            String attribute, Map<String, String> attributeLabels, String option, Map<String, String> labels) {}

    /** Those of the ids that a variant of this tenant has that is not deleted. */
    public Set<ProductVariant.Id> existing(TenantContext tenant, Collection<ProductVariant.Id> ids) {
        return kinds(tenant, ids).keySet();
    }

    /** Of what kind the product is of each variant that is not deleted. */
    public Map<ProductVariant.Id, ProductKind> kinds(TenantContext tenant, Collection<ProductVariant.Id> ids) {
        return tenant.sql()
                .select(VARIANT.ID, VARIANT.KIND)
                .from(VARIANT)
                .where(tenant.owns(VARIANT))
                .and(VARIANT.DELETED_AT.isNull())
                .and(Sql.isAny(VARIANT.ID, ids))
                .fetchMap(VARIANT.ID, VARIANT.KIND);
    }

    /** What the bundles among these contain, and how many of each. */
    public Map<ProductVariant.Id, Map<ProductVariant.Id, Long>> components(
            TenantContext tenant, Collection<ProductVariant.Id> ids) {
        var components = new HashMap<ProductVariant.Id, Map<ProductVariant.Id, Long>>();
        tenant.sql()
                .select(VARIANT.ID, PRODUCT_BUNDLE_ITEM.VARIANT_ID, PRODUCT_BUNDLE_ITEM.QUANTITY)
                .from(VARIANT)
                .join(PRODUCT_BUNDLE_ITEM)
                .on(tenant.owns(PRODUCT_BUNDLE_ITEM).and(PRODUCT_BUNDLE_ITEM.PRODUCT_ID.eq(VARIANT.PRODUCT_ID)))
                .where(tenant.owns(VARIANT))
                .and(VARIANT.KIND.eq(ProductKind.BUNDLE))
                .and(Sql.isAny(VARIANT.ID, ids))
                .forEach(row -> components
                        .computeIfAbsent(row.value1(), bundle -> new LinkedHashMap<>())
                        .put(row.value2(), row.value3().longValue()));
        return components;
    }

    /**
     * What the store sells of these; what it does not sell is absent. Prices are another module's, and so is stock.
     *
     * @param locale for names and options, which else come in their product's own
     */
    public Map<ProductVariant.Id, SaleItem> forSale(
            TenantContext tenant, Store.Id store, Locale locale, Collection<ProductVariant.Id> ids) {
        return tenant.isTransaction()
                ? keptForSale(tenant, store, locale, ids)
                : readForSale(tenant, store, locale, ids);
    }

    private static Map<ProductVariant.Id, SaleItem> readForSale(
            TenantContext tenant, Store.Id store, Locale locale, Collection<ProductVariant.Id> ids) {
        return SOLD.fetch(tenant, new Sold(store, ids)).rows().stream()
                .map(row -> item(row, locale))
                .collect(Collectors.toMap(SaleItem::variant, item -> item));
    }

    /** A cart is asked for the same goods at every step: they are kept for as long as the content's version, looked at each time, says that nothing has changed. */
    private Map<ProductVariant.Id, SaleItem> keptForSale(
            TenantContext tx, Store.Id store, Locale locale, Collection<ProductVariant.Id> ids) {
        Optional<Long> version = tx.settledContentVersion();
        if (version.isEmpty()) {
            return readForSale(tx, store, locale, ids);
        }
        Function<ProductVariant.Id, Place> place = id -> new Place(tx.id(), store, locale, id);
        var items = new HashMap<ProductVariant.Id, SaleItem>();
        for (ProductVariant.Id id : ids) {
            Kept known = kept.getIfPresent(place.apply(id));
            if (known != null && known.version() == version.get()) {
                items.put(id, known.item());
            }
        }
        List<ProductVariant.Id> rest =
                ids.stream().filter(id -> !items.containsKey(id)).toList();
        if (!rest.isEmpty()) {
            readForSale(tx, store, locale, rest).forEach((id, item) -> {
                kept.put(place.apply(id), new Kept(version.get(), item));
                items.put(id, item);
            });
        }
        return items;
    }

    private record Place(Tenant.Id tenant, Store.Id store, Locale locale, ProductVariant.Id variant) {}

    private record Kept(long version, SaleItem item) {}

    /** Each takes about a kilobyte. */
    private final Cache<Place, Kept> kept =
            Caffeine.newBuilder().maximumSize(20_000).build();

    private record Sold(Store.Id store, Collection<ProductVariant.Id> variants) {}

    private static final Template<Sold, Object> SOLD = new Template<>((tenant, asked) -> {
        var rows = FOR_SALE.call(
                tenant.id().value(),
                asked.store().value(),
                asked.variants().stream().map(ProductVariant.Id::value).toArray(UUID[]::new));
        return Template.Query.of(
                tenant.sql().select(List.<SelectField<?>>of(rows.fields())).from(rows));
    });

    /** As {@link #forSale}, of all that the catalogue has, whether the store sells it or not. */
    public Map<ProductVariant.Id, SaleItem> goods(
            TenantContext tenant, Store.Id store, Locale locale, Collection<ProductVariant.Id> ids) {
        return goods(tenant, store, locale, ids, GOODS.GONE.isFalse());
    }

    /** As {@link #goods}, and of what was deleted and can still be restored. */
    public Map<ProductVariant.Id, SaleItem> goodsEver(
            TenantContext tenant, Store.Id store, Locale locale, Collection<ProductVariant.Id> ids) {
        return goods(tenant, store, locale, ids, noCondition());
    }

    private static Map<ProductVariant.Id, SaleItem> goods(
            TenantContext tenant, Store.Id store, Locale locale, Collection<ProductVariant.Id> ids, Condition which) {
        return tenant
                .sql()
                .selectFrom(GOODS.call(
                        tenant.id().value(),
                        store.value(),
                        ids.stream().map(ProductVariant.Id::value).toArray(UUID[]::new)))
                .where(which)
                .fetch(row -> item(row, locale))
                .stream()
                .collect(Collectors.toMap(SaleItem::variant, item -> item));
    }

    /** Those of the SKUs that a variant has which is not deleted. */
    public Map<String, ProductVariant.Id> withSkus(TenantContext tenant, Collection<String> skus) {
        return tenant.sql()
                .select(VARIANT.SKU, VARIANT.ID)
                .from(VARIANT)
                .where(tenant.owns(VARIANT))
                .and(VARIANT.DELETED_AT.isNull())
                .and(Sql.isAny(VARIANT.SKU, skus))
                .fetchMap(VARIANT.SKU, VARIANT.ID);
    }

    private static SaleItem item(Record row, Locale asked) {
        var languages = List.of(asked, row.get(FOR_SALE.LOCALE));
        var options = new LinkedHashMap<String, String>();
        for (Chosen each : json(row.get(FOR_SALE.OPTIONS), CHOSEN)) {
            options.put(
                    new LocalisedText(each.attributeLabels()).inOr(languages, each.attribute()),
                    new LocalisedText(each.labels()).inOr(languages, each.option()));
        }
        return new SaleItem(
                row.get(FOR_SALE.VARIANT_ID),
                row.get(FOR_SALE.PRODUCT_ID),
                ProductKind.valueOf(row.get(FOR_SALE.KIND)),
                row.get(FOR_SALE.SKU),
                row.get(FOR_SALE.NAMES).inOr(languages, row.get(FOR_SALE.SKU)),
                options,
                requireNonNullElse(row.get(FOR_SALE.GRAMS), 0L),
                row.get(FOR_SALE.SHIPPED),
                Arrays.stream(row.get(FOR_SALE.CATEGORIES))
                        .map(Category.Id::new)
                        .collect(Collectors.toUnmodifiableSet()),
                json(row.get(FOR_SALE.PARTS), PARTS).entrySet().stream()
                        .collect(Collectors.toUnmodifiableMap(
                                part -> new ProductVariant.Id(part.getKey()), Map.Entry::getValue)));
    }

    private static <T> T json(JSONB json, TypeReference<T> type) {
        return JsonMapper.shared().readValue(json.data(), type);
    }
}
