package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.CATEGORY;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Viewer;
import io.merkato.api.Where;
import io.merkato.store.StoreView;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.dataloader.DataLoader;
import org.jooq.Condition;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.Arguments;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** Categories and their tree. */
@Controller
class CategoryController {

    private final CategoryRepository categories;

    CategoryController(CategoryRepository categories) {
        this.categories = categories;
    }

    @QueryMapping
    Connection<Category> categories(
            @Arguments PageArgs page,
            @Argument @Nullable CategoryWhere where,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer,
            @ContextValue StoreView storeView) {
        Condition which = Restorable.inSight(
                CATEGORY.DELETED_AT, where != null && where.asksForDeleted(), Sight.of(storeView, viewer));
        return categories.page(tenant, which.and(Where.of(where)), page);
    }

    @QueryMapping
    List<Category> categoryTree(@ContextValue TenantContext tenant) {
        return categories.findTop(tenant);
    }

    @QueryMapping
    CompletableFuture<@Nullable Category> category(
            @Argument Category.Id id, DataLoader<Category.Id, @Nullable Category> categoryById) {
        return categoryById.load(id);
    }

    @QueryMapping
    Optional<Category> categoryBySlug(@Argument String slug, @ContextValue TenantContext tenant) {
        return categories.findBySlug(tenant, slug);
    }

    @SchemaMapping
    String name(Category category, @ContextValue StoreView storeView) {
        return category.names().inOr(storeView.locales(), category.slug());
    }

    @SchemaMapping
    @Nullable
    String description(Category category, @ContextValue StoreView storeView) {
        return SafeHtml.of(category.descriptions()).in(storeView.locales());
    }

    @SchemaMapping
    Seo seo(Category category, @ContextValue StoreView storeView) {
        return new Seo(
                category.seoTitles().inOr(storeView.locales(), name(category, storeView)),
                category.seoDescriptions().in(storeView.locales()));
    }

    @SchemaMapping
    @Nullable
    CompletableFuture<@Nullable Media> image(Category category, DataLoader<Media.Id, @Nullable Media> mediaById) {
        return category.imageId() == null ? null : mediaById.load(category.imageId());
    }

    @SchemaMapping
    @Nullable
    CompletableFuture<@Nullable Category> parent(
            Category category, DataLoader<Category.Id, @Nullable Category> categoryById) {
        return category.parentId() == null ? null : categoryById.load(category.parentId());
    }

    @BatchMapping
    List<List<Category>> ancestors(List<Category> categories, @ContextValue TenantContext tenant) {
        return each(categories, this.categories.ancestorsOf(tenant, ids(categories)), List.of());
    }

    @BatchMapping
    List<List<Category>> children(List<Category> categories, @ContextValue TenantContext tenant) {
        return each(categories, this.categories.childrenOf(tenant, ids(categories)), List.of());
    }

    @BatchMapping
    List<Integer> level(List<Category> categories, @ContextValue TenantContext tenant) {
        return each(categories, this.categories.levelOf(tenant, ids(categories)), 0);
    }

    @BatchMapping
    List<Integer> productCount(
            List<Category> categories,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer,
            @ContextValue StoreView storeView) {
        return each(
                categories, this.categories.productCountOf(tenant, Sight.of(storeView, viewer), ids(categories)), 0);
    }

    private static List<Category.Id> ids(List<Category> categories) {
        return categories.stream().map(Category::id).toList();
    }

    private static <V> List<V> each(List<Category> categories, Map<Category.Id, V> found, V otherwise) {
        return categories.stream()
                .map(category -> found.getOrDefault(category.id(), otherwise))
                .toList();
    }
}
