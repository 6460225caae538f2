package io.merkato.customer;

import static io.merkato.api.Permission.CUSTOMERS_READ;

import graphql.schema.DataFetchingEnvironment;
import io.merkato.api.Children;
import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.util.concurrent.CompletableFuture;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.Arguments;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** Groups of customers. */
@Controller
class GroupController {

    private final GroupRepository groups;

    GroupController(GroupRepository groups) {
        this.groups = groups;
    }

    @QueryMapping
    Connection<CustomerGroup> customerGroups(
            @Arguments PageArgs page, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        viewer.mustHold(CUSTOMERS_READ);
        return groups.page(tenant, page);
    }

    @QueryMapping
    CompletableFuture<@Nullable CustomerGroup> customerGroup(
            @Argument CustomerGroup.Id id,
            @ContextValue Viewer viewer,
            DataLoader<CustomerGroup.Id, @Nullable CustomerGroup> customerGroupById) {
        viewer.mustHold(CUSTOMERS_READ);
        return customerGroupById.load(id);
    }

    @SchemaMapping
    CompletableFuture<Connection<Customer>> members(
            CustomerGroup group,
            @Arguments PageArgs page,
            DataLoader<Children<CustomerGroup.Id>, Connection<Customer>> membersByGroup,
            DataFetchingEnvironment environment) {
        return membersByGroup.load(Children.of(group.id(), page, environment));
    }
}
