package io.merkato.identity;

import static io.merkato.api.Permission.STAFF_MANAGE;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.Arguments;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;

@Controller
class RoleController {

    private final RoleRepository roles;

    RoleController(RoleRepository roles) {
        this.roles = roles;
    }

    @QueryMapping
    Connection<Role> roles(@Arguments PageArgs page, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        viewer.mustHold(STAFF_MANAGE);
        return roles.findAll(tenant, page);
    }

    @QueryMapping
    @Nullable
    Role role(@Argument Role.Id id, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        viewer.mustHold(STAFF_MANAGE);
        return roles.find(tenant, id).orElse(null);
    }
}
