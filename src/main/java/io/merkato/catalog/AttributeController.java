package io.merkato.catalog;

import graphql.schema.DataFetchingEnvironment;
import io.merkato.api.Children;
import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Where;
import io.merkato.store.StoreView;
import io.merkato.tenancy.TenantContext;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.Arguments;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** Attributes, their options, and values of them. */
@Controller
class AttributeController {

    private final AttributeRepository attributes;

    AttributeController(AttributeRepository attributes) {
        this.attributes = attributes;
    }

    @QueryMapping
    Connection<Attribute> attributes(
            @Arguments PageArgs page, @Argument @Nullable AttributeWhere where, @ContextValue TenantContext tenant) {
        return attributes.page(tenant, Where.of(where), page);
    }

    @QueryMapping
    @Nullable
    Attribute attributeByCode(@Argument String code, @ContextValue TenantContext tenant) {
        return attributes.byCode(tenant, List.of(code)).get(code);
    }

    @SchemaMapping
    String label(Attribute attribute, @ContextValue StoreView storeView) {
        return attribute.labels().inOr(storeView.locales(), attribute.code());
    }

    @SchemaMapping
    @Nullable
    String description(Attribute attribute, @ContextValue StoreView storeView) {
        return attribute.descriptions().in(storeView.locales());
    }

    @SchemaMapping
    CompletableFuture<Connection<AttributeOption>> options(
            Attribute attribute,
            @Arguments PageArgs page,
            DataFetchingEnvironment environment,
            DataLoader<Children<Attribute.Id>, Connection<AttributeOption>> optionsByAttribute) {
        return optionsByAttribute.load(Children.of(attribute.id(), page, environment));
    }

    @SchemaMapping
    CompletableFuture<Attribute> attribute(AttributeOption option, DataLoader<Attribute.Id, Attribute> attributeById) {
        return attributeById.load(option.attributeId());
    }

    @SchemaMapping
    String label(AttributeOption option, @ContextValue StoreView storeView) {
        return option.labels().inOr(storeView.locales(), option.code());
    }

    @SchemaMapping
    CompletableFuture<Attribute> attribute(ProductAxis axis, DataLoader<Attribute.Id, Attribute> attributeById) {
        return attributeById.load(axis.attributeId());
    }

    @SchemaMapping
    String display(OptionValue value, @ContextValue StoreView storeView) {
        return value.options().stream()
                .map(option -> option.labels().inOr(storeView.locales(), option.code()))
                .collect(Collectors.joining(", "));
    }

    @SchemaMapping
    String display(ColourValue value, @ContextValue StoreView storeView) {
        return value.option().labels().inOr(storeView.locales(), value.option().code());
    }

    @SchemaMapping
    String display(BooleanValue value, @ContextValue StoreView storeView) {
        List<Locale> languages = new ArrayList<>(storeView.locales());
        languages.add(Locale.ENGLISH);
        return YesNo.of(value.flag()).inOr(languages, String.valueOf(value.flag()));
    }

    @SchemaMapping
    String display(DateValue value, @ContextValue StoreView storeView) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                .withLocale(storeView.locales().getFirst())
                .format(value.date());
    }

    @SchemaMapping
    String display(MediaValue value, @ContextValue StoreView storeView) {
        return value.media().alts().inOr(storeView.locales(), value.media().url());
    }

    @SchemaMapping
    CompletableFuture<String> display(
            ReferenceValue value,
            @ContextValue StoreView storeView,
            DataLoader<Product.Id, @Nullable Product> productById,
            DataLoader<Category.Id, @Nullable Category> categoryById) {
        if (value.productId() != null) {
            return productById.load(value.productId()).thenApply(product -> product == null ? "" : product.name());
        }
        return value.categoryId() == null
                ? CompletableFuture.completedFuture("")
                : categoryById
                        .load(value.categoryId())
                        .thenApply(category ->
                                category == null ? "" : category.names().inOr(storeView.locales(), category.slug()));
    }

    @SchemaMapping
    @Nullable
    CompletableFuture<@Nullable Product> product(
            ReferenceValue value, DataLoader<Product.Id, @Nullable Product> productById) {
        return value.productId() == null ? null : productById.load(value.productId());
    }

    @SchemaMapping
    @Nullable
    CompletableFuture<@Nullable Category> category(
            ReferenceValue value, DataLoader<Category.Id, @Nullable Category> categoryById) {
        return value.categoryId() == null ? null : categoryById.load(value.categoryId());
    }
}
