package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.BRAND;
import static io.merkato.jooq.catalog.Tables.CATEGORY;
import static io.merkato.jooq.catalog.Tables.LABEL;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.lower;

import io.merkato.api.LocalisedText;
import io.merkato.api.Uuid7;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Brands, categories and labels by the names that sheets have for them, made where there are none yet. */
final class SheetNames {

    /** Labels that every tenant knows, whether or not it has used one yet. */
    private static final Set<String> KNOWN_LABELS = Set.of("NEW", "SALE", "HOT");

    /** What a tenant has of them; beyond, a tag is one and nothing else. */
    private static final int MOST_LABELS = 100;

    private record NewBrand(Brand.Id id, String name, String slug) {}

    private record NewLabel(Label.Id id, String code) {}

    private record Place(Category.@Nullable Id parent, String name) {}

    private record NewCategory(Category.Id id, Category.@Nullable Id parent, LocalisedText names, String slug) {}

    private SheetNames() {}

    /** By name in lower case. */
    static Map<String, Brand.Id> brands(TenantContext tx, Collection<String> names) {
        var wanted = new TreeMap<String, String>();
        names.forEach(name -> wanted.putIfAbsent(folded(name), name));
        var found = new HashMap<String, Brand.Id>();
        var slugs = new HashSet<String>();
        if (wanted.isEmpty()) {
            return found;
        }
        tx.sql()
                .select(BRAND.ID, BRAND.NAME, BRAND.SLUG)
                .from(BRAND)
                .where(tx.owns(BRAND))
                .and(BRAND.DELETED_AT.isNull())
                .and(lower(BRAND.NAME)
                        .eq(any(wanted.keySet().toArray(String[]::new)))
                        .or(BRAND.SLUG.eq(any(wanted.values().stream()
                                .map(name -> Slug.given(null, name))
                                .toArray(String[]::new)))))
                .orderBy(BRAND.ID)
                .forEach(brand -> {
                    found.putIfAbsent(folded(brand.value2()), brand.value1());
                    slugs.add(brand.value3());
                });
        wanted.keySet().removeAll(found.keySet());
        if (wanted.values().stream().anyMatch(name -> slugs.contains(Slug.given(null, name)))) {
            slugs.addAll(tx.sql()
                    .select(BRAND.SLUG)
                    .from(BRAND)
                    .where(tx.owns(BRAND))
                    .and(BRAND.DELETED_AT.isNull())
                    .fetch(BRAND.SLUG));
        }
        var missing = new ArrayList<NewBrand>();
        wanted.forEach((key, name) -> {
            var brand = new NewBrand(new Brand.Id(Uuid7.next()), name, free(slugs, Slug.of(name), name));
            missing.add(brand);
            found.put(key, brand.id);
        });
        if (!missing.isEmpty()) {
            Rows.of(missing)
                    .with(BRAND.ID, NewBrand::id)
                    .with(BRAND.NAME, NewBrand::name)
                    .with(BRAND.SLUG, NewBrand::slug)
                    .insertInto(tx, BRAND)
                    .execute();
        }
        return found;
    }

    /** By path from the root, in lower case. */
    static Map<List<String>, Category.Id> categories(
            TenantContext tx, SheetScope scope, Collection<List<String>> paths) {
        var found = new HashMap<List<String>, Category.Id>();
        if (paths.isEmpty()) {
            return found;
        }
        var places = new HashMap<Place, Category.Id>();
        var slugs = new HashSet<String>();
        tx.sql()
                .select(CATEGORY.ID, CATEGORY.PARENT_ID, CATEGORY.NAMES, CATEGORY.SLUG)
                .from(CATEGORY)
                .where(tx.owns(CATEGORY))
                .and(CATEGORY.DELETED_AT.isNull())
                .orderBy(CATEGORY.ID)
                .forEach(category -> {
                    category.value3()
                            .byLocale()
                            .values()
                            .forEach(name ->
                                    places.putIfAbsent(new Place(category.value2(), folded(name)), category.value1()));
                    slugs.add(category.value4());
                });
        var missing = new ArrayList<NewCategory>();
        for (List<String> path : paths) {
            Category.Id at = null;
            for (int depth = 0; depth < path.size(); depth++) {
                String name = path.get(depth);
                Category.Id parent = at;
                String slug = String.join(" ", path.subList(0, depth + 1));
                at = places.computeIfAbsent(new Place(parent, folded(name)), place -> {
                    var category = new NewCategory(
                            new Category.Id(Uuid7.next()),
                            parent,
                            LocalisedText.of(scope.locale(), name),
                            slugs.contains(Slug.of(name))
                                    ? free(slugs, Slug.of(slug), slug)
                                    : free(slugs, Slug.of(name), slug));
                    missing.add(category);
                    return category.id;
                });
            }
            if (at != null) {
                found.put(path.stream().map(SheetNames::folded).toList(), at);
            }
        }
        if (!missing.isEmpty()) {
            Rows.of(missing)
                    .with(CATEGORY.ID, NewCategory::id)
                    .with(CATEGORY.PARENT_ID, NewCategory::parent)
                    .with(CATEGORY.NAMES, NewCategory::names)
                    .with(CATEGORY.SLUG, NewCategory::slug)
                    .insertInto(tx, CATEGORY)
                    .execute();
        }
        return found;
    }

    /** Those of the tags that are labels, by code. */
    static Map<String, Label.Id> labels(TenantContext tx, Collection<String> tags) {
        var labels = new HashMap<String, Label.Id>();
        tx.sql()
                .select(LABEL.CODE, LABEL.ID)
                .from(LABEL)
                .where(tx.owns(LABEL))
                .forEach(label -> labels.put(label.value1(), label.value2()));
        var missing = new TreeSet<String>();
        tags.stream()
                .map(tag -> tag.toUpperCase(Locale.ROOT))
                .filter(code -> KNOWN_LABELS.contains(code) && !labels.containsKey(code))
                .limit(Math.max(0, MOST_LABELS - labels.size()))
                .forEach(missing::add);
        List<NewLabel> fresh = missing.stream()
                .map(code -> new NewLabel(new Label.Id(Uuid7.next()), code))
                .toList();
        if (!fresh.isEmpty()) {
            Rows.of(fresh)
                    .with(LABEL.ID, NewLabel::id)
                    .with(LABEL.CODE, NewLabel::code)
                    .insertInto(tx, LABEL)
                    .execute();
            fresh.forEach(label -> labels.put(label.code, label.id));
        }
        return labels;
    }

    static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** @param taken all that are, where the slug is among them */
    private static String free(Set<String> taken, String slug, String name) {
        String plain = slug.isEmpty() ? Slug.digest(name) : slug;
        return taken.add(plain) ? plain : FreeSlug.take(taken, plain + "-" + Slug.digest(name), "-");
    }
}
