package io.merkato.catalog;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Where;
import io.merkato.store.StoreView;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.Arguments;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** Attribute sets and how they order their attributes. */
@Controller
class AttributeSetController {

    private final AttributeSetRepository sets;

    AttributeSetController(AttributeSetRepository sets) {
        this.sets = sets;
    }

    @QueryMapping
    Connection<AttributeSet> attributeSets(
            @Arguments PageArgs page, @Argument @Nullable AttributeSetWhere where, @ContextValue TenantContext tenant) {
        return sets.page(tenant, Where.of(where), page);
    }

    @QueryMapping
    CompletableFuture<@Nullable AttributeSet> attributeSet(
            @Argument AttributeSet.Id id, DataLoader<AttributeSet.Id, @Nullable AttributeSet> attributeSetById) {
        return attributeSetById.load(id);
    }

    @SchemaMapping
    String label(AttributeSet set, @ContextValue StoreView storeView) {
        return set.labels().inOr(storeView.locales(), set.code());
    }

    @BatchMapping
    List<List<AttributeGroup>> groups(List<AttributeSet> sets, @ContextValue TenantContext tenant) {
        Map<AttributeSet.Id, List<AttributeGroup>> found = this.sets.groupsOf(tenant, ids(sets));
        return sets.stream().map(set -> found.getOrDefault(set.id(), List.of())).toList();
    }

    @BatchMapping
    List<Integer> productCount(List<AttributeSet> sets, @ContextValue TenantContext tenant) {
        Map<AttributeSet.Id, Integer> found = this.sets.productCountOf(tenant, ids(sets));
        return sets.stream().map(set -> found.getOrDefault(set.id(), 0)).toList();
    }

    @SchemaMapping
    CompletableFuture<List<AttributeAssignment>> attributes(
            AttributeSet set, DataLoader<AttributeSet.Id, @Nullable List<AttributeAssignment>> assignmentsBySet) {
        return assignmentsBySet.load(set.id()).thenApply(ProductWhere::orEmpty);
    }

    @SchemaMapping
    CompletableFuture<List<Attribute>> axes(
            AttributeSet set, DataLoader<AttributeSet.Id, @Nullable List<AttributeAssignment>> assignmentsBySet) {
        return assignmentsBySet
                .load(set.id())
                .thenApply(found -> ProductWhere.orEmpty(found).stream()
                        .filter(AttributeAssignment::axis)
                        .map(AttributeAssignment::attribute)
                        .toList());
    }

    @SchemaMapping
    CompletableFuture<List<AttributeAssignment>> attributes(
            AttributeGroup group, DataLoader<AttributeSet.Id, @Nullable List<AttributeAssignment>> assignmentsBySet) {
        return assignmentsBySet
                .load(group.attributeSetId())
                .thenApply(found -> ProductWhere.orEmpty(found).stream()
                        .filter(assignment -> group.id().equals(assignment.groupId()))
                        .toList());
    }

    @SchemaMapping
    String label(AttributeGroup group, @ContextValue StoreView storeView) {
        return group.labels().inOr(storeView.locales(), group.code());
    }

    private static List<AttributeSet.Id> ids(List<AttributeSet> sets) {
        return sets.stream().map(AttributeSet::id).toList();
    }
}
