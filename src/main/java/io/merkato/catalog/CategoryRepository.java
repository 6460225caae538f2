package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.CATEGORY;
import static io.merkato.jooq.catalog.Tables.CATEGORY_CLOSURE;
import static io.merkato.jooq.catalog.Tables.PRODUCT;
import static io.merkato.jooq.catalog.Tables.PRODUCT_CATEGORY;
import static org.jooq.impl.DSL.arrayAgg;
import static org.jooq.impl.DSL.countDistinct;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Pages;
import io.merkato.api.Sql;
import io.merkato.tenancy.Template;
import io.merkato.tenancy.TenantContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectField;
import org.jooq.Table;
import org.springframework.stereotype.Repository;

/** The tree of categories, and the products in it. */
@Repository
class CategoryRepository {

    static final List<SelectField<?>> FIELDS = List.of(
            CATEGORY.ID,
            CATEGORY.PARENT_ID,
            CATEGORY.SLUG,
            CATEGORY.NAMES,
            CATEGORY.DESCRIPTIONS,
            CATEGORY.SEO_TITLES,
            CATEGORY.SEO_DESCRIPTIONS,
            CATEGORY.POSITION,
            CATEGORY.MEDIA_ID,
            CATEGORY.EXTERNAL_ID,
            CATEGORY.VERSION,
            CATEGORY.CREATED_AT,
            CATEGORY.UPDATED_AT,
            CATEGORY.DELETED_AT);
    private static final int MOST_SIBLINGS = 250;

    private final Pages pages;

    CategoryRepository(Pages pages) {
        this.pages = pages;
    }

    static Category category(Record row) {
        return new Category(
                row.get(CATEGORY.ID),
                row.get(CATEGORY.PARENT_ID),
                row.get(CATEGORY.SLUG),
                row.get(CATEGORY.NAMES),
                row.get(CATEGORY.DESCRIPTIONS),
                row.get(CATEGORY.SEO_TITLES),
                row.get(CATEGORY.SEO_DESCRIPTIONS),
                row.get(CATEGORY.POSITION),
                row.get(CATEGORY.MEDIA_ID),
                row.get(CATEGORY.EXTERNAL_ID),
                row.get(CATEGORY.VERSION),
                row.get(CATEGORY.CREATED_AT),
                row.get(CATEGORY.UPDATED_AT),
                row.get(CATEGORY.DELETED_AT));
    }

    Map<Category.Id, Category> byId(TenantContext tenant, Collection<Category.Id> ids) {
        return tenant.sql()
                .select(FIELDS)
                .from(CATEGORY)
                .where(live(tenant))
                .and(Sql.isAny(CATEGORY.ID, ids))
                .fetchMap(CATEGORY.ID, CategoryRepository::category);
    }

    Optional<Category> findBySlug(TenantContext tenant, String slug) {
        return tenant.sql()
                .select(FIELDS)
                .from(CATEGORY)
                .where(live(tenant))
                .and(CATEGORY.SLUG.eq(Slug.composed(slug)))
                .fetchOptional(CategoryRepository::category);
    }

    List<Category> findTop(TenantContext tenant) {
        return tenant.sql()
                .select(FIELDS)
                .from(CATEGORY)
                .where(live(tenant))
                .and(CATEGORY.PARENT_ID.isNull())
                .orderBy(CATEGORY.POSITION, CATEGORY.ID)
                .limit(MOST_SIBLINGS)
                .fetch(CategoryRepository::category);
    }

    Connection<Category> page(TenantContext tenant, Condition which, PageArgs page) {
        return pages.fetch(
                        tenant.id() + " categories",
                        tenant.sql()
                                .select(FIELDS)
                                .from(CATEGORY)
                                .where(tenant.owns(CATEGORY))
                                .and(which),
                        List.of(CATEGORY.SLUG.asc(), CATEGORY.ID.asc()),
                        page,
                        CategoryRepository::category)
                .counted(
                        tenant.sql(),
                        selectOne().from(CATEGORY).where(tenant.owns(CATEGORY)).and(which));
    }

    Map<Category.Id, List<Category>> childrenOf(TenantContext tenant, Collection<Category.Id> parents) {
        return tenant.sql()
                .select(FIELDS)
                .from(CATEGORY)
                .where(live(tenant))
                .and(Sql.isAny(CATEGORY.PARENT_ID, parents))
                .orderBy(CATEGORY.POSITION, CATEGORY.ID)
                .fetchGroups(CATEGORY.PARENT_ID, CategoryRepository::category);
    }

    /** From the top down, without itself. */
    Map<Category.Id, List<Category>> ancestorsOf(TenantContext tenant, Collection<Category.Id> categories) {
        return tenant.sql()
                .select(CATEGORY_CLOSURE.DESCENDANT_ID)
                .select(FIELDS)
                .from(CATEGORY_CLOSURE)
                .join(CATEGORY)
                .on(live(tenant).and(CATEGORY.ID.eq(CATEGORY_CLOSURE.ANCESTOR_ID)))
                .where(tenant.owns(CATEGORY_CLOSURE))
                .and(Sql.isAny(CATEGORY_CLOSURE.DESCENDANT_ID, categories))
                .and(CATEGORY_CLOSURE.DEPTH.gt((short) 0))
                .orderBy(CATEGORY_CLOSURE.DEPTH.desc())
                .fetchGroups(CATEGORY_CLOSURE.DESCENDANT_ID, CategoryRepository::category);
    }

    Map<Category.Id, Integer> levelOf(TenantContext tenant, Collection<Category.Id> categories) {
        var level = max(CATEGORY_CLOSURE.DEPTH);
        return tenant.sql()
                .select(CATEGORY_CLOSURE.DESCENDANT_ID, level)
                .from(CATEGORY_CLOSURE)
                .where(tenant.owns(CATEGORY_CLOSURE))
                .and(Sql.isAny(CATEGORY_CLOSURE.DESCENDANT_ID, categories))
                .groupBy(CATEGORY_CLOSURE.DESCENDANT_ID)
                .fetchMap(CATEGORY_CLOSURE.DESCENDANT_ID, row -> row.get(level).intValue());
    }

    /** How many products in it and below it are on sale in the store. */
    Map<Category.Id, Integer> productCountOf(TenantContext tenant, Sight sight, Collection<Category.Id> categories) {
        var products = countDistinct(PRODUCT.ID);
        return tenant.sql()
                .select(CATEGORY_CLOSURE.ANCESTOR_ID, products)
                .from(CATEGORY_CLOSURE)
                .join(PRODUCT_CATEGORY)
                .on(tenant.owns(PRODUCT_CATEGORY).and(PRODUCT_CATEGORY.CATEGORY_ID.eq(CATEGORY_CLOSURE.DESCENDANT_ID)))
                .join(PRODUCT)
                .on(tenant.owns(PRODUCT).and(PRODUCT.ID.eq(PRODUCT_CATEGORY.PRODUCT_ID)))
                .where(tenant.owns(CATEGORY_CLOSURE))
                .and(Sql.isAny(CATEGORY_CLOSURE.ANCESTOR_ID, categories))
                .and(sight.onSale(tenant))
                .groupBy(CATEGORY_CLOSURE.ANCESTOR_ID)
                .fetchMap(CATEGORY_CLOSURE.ANCESTOR_ID, products);
    }

    Map<Product.Id, List<Category>> ofProducts(TenantContext tenant, Collection<Product.Id> products) {
        Template.Answer<Field<Product.Id[]>> found = OF_PRODUCTS.fetch(tenant, new OfProducts(products));
        var categories = new HashMap<Product.Id, List<Category>>();
        for (Record row : found.rows()) {
            Category category = category(row);
            for (Product.Id product : row.get(found.reader())) {
                categories.computeIfAbsent(product, one -> new ArrayList<>()).add(category);
            }
        }
        return categories;
    }

    private record OfProducts(Collection<Product.Id> products) {}

    private static final Template<OfProducts, Field<Product.Id[]>> OF_PRODUCTS =
            new Template<>(CategoryRepository::ofProducts);

    /** Each category once, with all that stand in it: many products share few. */
    private static Template.Query<Field<Product.Id[]>> ofProducts(TenantContext tenant, OfProducts asked) {
        Field<Product.Id[]> products = arrayAgg(PRODUCT_CATEGORY.PRODUCT_ID).as("products");
        Table<?> placed = select(PRODUCT_CATEGORY.CATEGORY_ID, products)
                .from(PRODUCT_CATEGORY)
                .where(tenant.owns(PRODUCT_CATEGORY))
                .and(Sql.isAny(PRODUCT_CATEGORY.PRODUCT_ID, asked.products()))
                .groupBy(PRODUCT_CATEGORY.CATEGORY_ID)
                .asTable("placed");
        Field<Product.Id[]> inIt = Sql.column(placed, products);
        return new Template.Query<>(
                tenant.sql()
                        .select(List.<SelectField<?>>of(inIt))
                        .select(FIELDS)
                        .from(placed)
                        .join(CATEGORY)
                        .on(live(tenant).and(CATEGORY.ID.eq(Sql.column(placed, PRODUCT_CATEGORY.CATEGORY_ID))))
                        .orderBy(CATEGORY.SLUG, CATEGORY.ID),
                inIt);
    }

    private static Condition live(TenantContext tenant) {
        return tenant.owns(CATEGORY).and(CATEGORY.DELETED_AT.isNull());
    }
}
