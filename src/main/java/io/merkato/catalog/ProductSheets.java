package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.CATEGORY;
import static io.merkato.jooq.catalog.Tables.PRODUCT;
import static org.jooq.impl.DSL.any;

import io.merkato.api.Uuid7;
import io.merkato.catalog.ProductSheetRepository.ProductRow;
import io.merkato.catalog.ProductSheetWriter.Resolved;
import io.merkato.catalog.ProductSheetWriter.ResolvedVariant;
import io.merkato.catalog.SheetAttributes.Choice;
import io.merkato.catalog.SheetAttributes.Known;
import io.merkato.catalog.SheetValueWriter.Said;
import io.merkato.tenancy.TenantContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Whole products by their handles and names, many at a time: for spreadsheets, migrations and demo data. A name that the
 * catalogue does not know yet, of a brand, a category, an attribute or an option, is made.
 */
@Component
public class ProductSheets {

    /** @param before what there is under this handle, null when it is new */
    public record Change(@Nullable StoredSheet before, ProductSheet after) {

        /** Whether the brand is still the same: several may have one name, of which a name alone would find the first. */
        private boolean keepsBrand() {
            return before != null && folded(before.sheet().brand()).equals(folded(after.brand()));
        }

        private boolean keepsCategory() {
            return before != null && folded(before.sheet().category()).equals(folded(after.category()));
        }

        private static String folded(@Nullable String name) {
            return name == null ? "" : SheetNames.folded(name);
        }

        private static List<String> folded(List<String> names) {
            return names.stream().map(SheetNames::folded).toList();
        }
    }

    private final ProductSheetRepository repository;
    private final ProductRoom room;

    ProductSheets(ProductSheetRepository repository, ProductRoom room) {
        this.repository = repository;
        this.room = room;
    }

    /** By handle; deleted products are not there. */
    public Map<String, StoredSheet> byHandle(TenantContext tenant, SheetScope scope, Collection<String> handles) {
        var sheets = new LinkedHashMap<String, StoredSheet>();
        assembled(tenant, scope, repository.products(tenant, handles))
                .forEach(stored -> sheets.put(stored.sheet().handle(), stored));
        return sheets;
    }

    /**
     * The same, for who is about to {@link #save} them: as they are once everybody else who is changing them is done, and nobody
     * else changes them until the transaction ends.
     */
    public Map<String, StoredSheet> lockByHandle(TenantContext tx, SheetScope scope, Collection<String> handles) {
        repository.lock(tx, handles);
        return byHandle(tx, scope, handles);
    }

    /** The next sheets behind a handle, in the order of handles; blank begins. */
    public List<StoredSheet> page(TenantContext tenant, SheetScope scope, String after, int most) {
        return assembled(tenant, scope, repository.page(tenant, after, most));
    }

    /** Attributes that a product's sheet may name, besides those it has words of its own for; by code. */
    public List<AttributeColumn> attributes(TenantContext tenant, SheetScope scope) {
        return SheetAttributes.all(tenant).stream()
                .filter(known -> !ProductSheet.OWN_ATTRIBUTES.contains(known.code()))
                .map(known -> new AttributeColumn(
                        known.code(),
                        known.labels().inOr(List.of(scope.locale()), known.code()),
                        known.type(),
                        known.unit()))
                .toList();
    }

    /** Those of the attributes that some product has a value of, references to other things aside. */
    public List<AttributeColumn> attributesInUse(TenantContext tenant, SheetScope scope) {
        Set<String> used = repository.attributesInUse(tenant);
        return attributes(tenant, scope).stream()
                .filter(column -> used.contains(column.code()))
                .filter(column -> column.type() != AttributeType.PRODUCT_REFERENCE
                        && column.type() != AttributeType.CATEGORY_REFERENCE)
                .toList();
    }

    /** The handle of the product that has each of these SKUs already. */
    public Map<String, String> handlesBySku(TenantContext tenant, Collection<String> skus) {
        return repository.handlesBySku(tenant, skus);
    }

    /** How many axes a product may differ by at most. */
    public int mostAxes(TenantContext tenant) {
        return repository.mostAxes(tenant);
    }

    /** After so many products were added: autovacuum tells the planner within a minute, which is too late for who adds more. */
    public void informPlanner(TenantContext tx, int added) {
        tx.sql()
                .select(DSL.function(
                        DSL.name("catalog", "refresh_statistics"),
                        SQLDataType.BOOLEAN,
                        DSL.val(tx.id().value()),
                        DSL.val(added)))
                .execute();
    }

    /** How many more products the tenant's plan allows; others may be about to take the room. */
    public long room(TenantContext tenant) {
        return room.left(tenant);
    }

    /** The same, those of this transaction counted, and for sure until it ends: others who add products wait. Negative where they are too many. */
    public long roomForSure(TenantContext tx) {
        return room.leftForSure(tx);
    }

    /**
     * Writes the changes, each kind of thing in one statement. Variants and images that a sheet leaves out stay.
     *
     * @param tx within a transaction; a constraint that is violated fails it whole
     * @param columns what new attributes are to be
     */
    public void save(TenantContext tx, SheetScope scope, List<AttributeColumn> columns, List<Change> changes) {
        if (changes.isEmpty()) {
            return;
        }
        var attributes = new SheetAttributes(tx, scope);
        List<Resolved> products = resolve(tx, scope, attributes, columns, changes);
        var writer = new ProductSheetWriter(tx, scope);
        writer.products(products);
        List<ResolvedVariant> variants = products.stream()
                .flatMap(product -> product.variants().stream())
                .toList();
        writer.variants(variants);
        writer.prices(variants);
        writer.categories(products);
        writer.labels(products);
        new SheetImageWriter(tx, scope).write(products);
        values(tx, scope, attributes, products, SheetNames.labels(tx, List.of()).keySet());
    }

    private List<StoredSheet> assembled(TenantContext tenant, SheetScope scope, List<ProductRow> products) {
        if (products.isEmpty()) {
            return List.of();
        }
        var assembly = new ProductSheetAssembly(repository, tenant, scope, products);
        return products.stream().map(assembly::sheet).toList();
    }

    private static List<Resolved> resolve(
            TenantContext tx,
            SheetScope scope,
            SheetAttributes attributes,
            List<AttributeColumn> columns,
            List<Change> changes) {
        List<ProductSheet> sheets = changes.stream().map(Change::after).toList();
        var brands = SheetNames.brands(
                tx,
                changes.stream()
                        .filter(change -> !change.keepsBrand())
                        .map(change -> change.after.brand())
                        .filter(Objects::nonNull)
                        .toList());
        var categories = SheetNames.categories(
                tx,
                scope,
                changes.stream()
                        .filter(change -> !change.keepsCategory())
                        .map(change -> change.after.category())
                        .filter(path -> !path.isEmpty())
                        .distinct()
                        .toList());
        var labels = SheetNames.labels(
                tx,
                sheets.stream()
                        .flatMap(sheet -> sheet.tags().stream())
                        .distinct()
                        .toList());
        columns.forEach(column -> attributes.attribute(column.code(), column.label(), column.type(), column.unit()));
        var axes = new HashMap<Change, List<Known>>();
        changes.forEach(change -> axes.put(change, attributes.axes(change)));
        attributes.attribute(ProductSheetAssembly.TAGS, "Tags", AttributeType.MULTI_SELECT, null);
        attributes.attribute(ProductSheetAssembly.TYPE, "Type", AttributeType.SELECT, null);
        attributes.save();
        Map<List<Known>, AttributeSet.Id> sets = attributes.sets(changes.stream()
                .filter(change -> change.before == null || change.before.attributeSet() == null)
                .map(axes::get)
                .distinct()
                .toList());
        var resolved = new ArrayList<Resolved>();
        for (Change change : changes) {
            ProductSheet sheet = change.after;
            StoredSheet before = change.before;
            AttributeSet.Id set = before == null || before.attributeSet() == null
                    ? Objects.requireNonNull(sets.get(axes.get(change)))
                    : before.attributeSet();
            Product.Id id = before == null ? new Product.Id(Uuid7.next()) : before.id();
            resolved.add(new Resolved(
                    id,
                    before,
                    sheet,
                    set,
                    brand(change, brands),
                    category(change, categories),
                    sheet.tags().stream()
                            .map(tag -> labels.get(tag.toUpperCase(Locale.ROOT)))
                            .filter(Objects::nonNull)
                            .toList(),
                    variants(id, before, sheet)));
        }
        return resolved;
    }

    private static Brand.@Nullable Id brand(Change change, Map<String, Brand.Id> brands) {
        if (change.before != null && change.keepsBrand()) {
            return change.before.brand();
        }
        String name = change.after.brand();
        return name == null ? null : brands.get(SheetNames.folded(name));
    }

    private static Category.@Nullable Id category(Change change, Map<List<String>, Category.Id> categories) {
        return change.before != null && change.keepsCategory()
                ? change.before.category()
                : categories.get(
                        change.after.category().stream().map(SheetNames::folded).toList());
    }

    private static List<ResolvedVariant> variants(
            Product.Id product, @Nullable StoredSheet before, ProductSheet sheet) {
        var variants = new ArrayList<ResolvedVariant>();
        for (ProductSheet.Variant variant : sheet.variants()) {
            ProductSheet.Variant known =
                    before == null ? null : before.sheet().matching(variant).orElse(null);
            ProductVariant.Id id =
                    before == null || known == null ? null : before.variants().get(known.sku());
            variants.add(new ResolvedVariant(
                    product,
                    id == null ? new ProductVariant.Id(Uuid7.next()) : id,
                    sheet.kind(),
                    variants.size(),
                    known,
                    variant));
        }
        return variants;
    }

    private void values(
            TenantContext tx,
            SheetScope scope,
            SheetAttributes attributes,
            List<Resolved> products,
            Set<String> labelCodes) {
        var said = new ArrayList<Said>();
        var axesOfSets = new HashMap<AttributeSet.Id, List<Known>>();
        var othersOfSets = new HashMap<AttributeSet.Id, Set<Known>>();
        for (Resolved product : products) {
            List<Known> axes = attributes.axes(new Change(product.before(), product.sheet()));
            axesOfSets.putIfAbsent(product.set(), axes);
            for (ResolvedVariant variant : product.variants()) {
                for (int i = 0; i < axes.size(); i++) {
                    String label = variant.variant().options().get(i);
                    if (variant.before() == null
                            || !label.equals(variant.before().options().get(i))) {
                        said.add(new Said(
                                product.id(),
                                variant.id(),
                                product.set(),
                                axes.get(i),
                                label,
                                variant.before() != null));
                    }
                }
            }
            Map<String, String> before =
                    product.before() == null ? Map.of() : words(product.before().sheet(), labelCodes);
            Map<String, String> after = words(product.sheet(), labelCodes);
            var codes = new TreeSet<>(before.keySet());
            codes.addAll(after.keySet());
            for (String code : codes) {
                if (!Objects.equals(before.get(code), after.get(code))) {
                    Known attribute = attributes.attribute(code, code, AttributeType.TEXT, null);
                    othersOfSets
                            .computeIfAbsent(product.set(), set -> new LinkedHashSet<>())
                            .add(attribute);
                    said.add(new Said(product.id(), null, product.set(), attribute, after.get(code), !product.isNew()));
                }
            }
        }
        attributes.save();
        attributes.join(axesOfSets, othersOfSets);
        var labels = new LinkedHashMap<Known, Set<String>>();
        said.stream()
                .filter(one -> one.attribute().type().hasOptions() && one.text() != null)
                .forEach(one -> labels.computeIfAbsent(one.attribute(), attribute -> new LinkedHashSet<>())
                        .addAll(
                                one.attribute().type() == AttributeType.MULTI_SELECT
                                        ? AttributeText.labels(one.text())
                                        : List.of(one.text())));
        Map<Choice, AttributeOption.Id> options = attributes.options(labels);
        Map<String, Media.Id> media = new SheetImageWriter(tx, scope).media(List.of(texts(said, AttributeType.MEDIA)));
        new SheetValueWriter(tx, scope, options, media, products(tx, said), categories(tx, said)).write(said);
    }

    /** All that is said for attributes, tags and type among it; tags that are labels are said by those. */
    private static Map<String, String> words(ProductSheet sheet, Set<String> labels) {
        var words = new HashMap<>(sheet.attributes());
        List<String> tags = sheet.tags().stream()
                .filter(tag -> !labels.contains(tag.toUpperCase(Locale.ROOT)))
                .toList();
        if (!tags.isEmpty()) {
            words.put(ProductSheetAssembly.TAGS, AttributeText.text(tags));
        }
        if (sheet.type() != null) {
            words.put(ProductSheetAssembly.TYPE, sheet.type());
        }
        return words;
    }

    private static Map<String, Product.Id> products(TenantContext tx, List<Said> said) {
        String[] slugs = texts(said, AttributeType.PRODUCT_REFERENCE);
        return slugs.length == 0
                ? Map.of()
                : tx.sql()
                        .select(PRODUCT.SLUG, PRODUCT.ID)
                        .from(PRODUCT)
                        .where(tx.owns(PRODUCT))
                        .and(PRODUCT.DELETED_AT.isNull())
                        .and(PRODUCT.SLUG.eq(any(slugs)))
                        .fetchMap(PRODUCT.SLUG, PRODUCT.ID);
    }

    private static Map<String, Category.Id> categories(TenantContext tx, List<Said> said) {
        String[] slugs = texts(said, AttributeType.CATEGORY_REFERENCE);
        return slugs.length == 0
                ? Map.of()
                : tx.sql()
                        .select(CATEGORY.SLUG, CATEGORY.ID)
                        .from(CATEGORY)
                        .where(tx.owns(CATEGORY))
                        .and(CATEGORY.DELETED_AT.isNull())
                        .and(CATEGORY.SLUG.eq(any(slugs)))
                        .fetchMap(CATEGORY.SLUG, CATEGORY.ID);
    }

    private static String[] texts(List<Said> said, AttributeType type) {
        return said.stream()
                .filter(one -> one.attribute().type() == type)
                .map(Said::text)
                .filter(Objects::nonNull)
                .map(Slug::composed)
                .distinct()
                .toArray(String[]::new);
    }
}
