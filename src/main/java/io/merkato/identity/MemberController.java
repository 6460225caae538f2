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
class MemberController {

    private final MemberRepository members;

    MemberController(MemberRepository members) {
        this.members = members;
    }

    @QueryMapping
    Connection<Member> members(
            @Arguments PageArgs page, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        viewer.mustHold(STAFF_MANAGE);
        return members.findAll(tenant, page);
    }

    @QueryMapping
    @Nullable
    Member member(@Argument Member.Id id, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        viewer.mustHold(STAFF_MANAGE);
        return members.find(tenant, id).orElse(null);
    }
}
