package io.merkato.customer;

import static io.merkato.api.Permission.CUSTOMERS_WRITE;
import static io.merkato.jooq.customer.Tables.CUSTOMER_GROUP;

import io.merkato.api.MutationPayload;
import io.merkato.api.UserError;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class CustomerGroupCreate {

    record Input(String code, String name, @Nullable String description) {}

    record Payload(@Nullable CustomerGroup customerGroup, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    @MutationMapping
    Payload customerGroupCreate(
            @Argument Input input, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(CUSTOMERS_WRITE), Payload::refused, tx -> {
            CustomerGroup created = tx.sql()
                    .insertInto(CUSTOMER_GROUP)
                    .set(CUSTOMER_GROUP.TENANT_ID, tx.id())
                    .set(CUSTOMER_GROUP.ID, new CustomerGroup.Id(Uuid7.next()))
                    .set(CUSTOMER_GROUP.CODE, input.code().strip())
                    .set(CUSTOMER_GROUP.NAME, input.name().strip())
                    .set(
                            CUSTOMER_GROUP.DESCRIPTION,
                            input.description() == null
                                    ? null
                                    : input.description().strip())
                    .returning(GroupRepository.FIELDS)
                    .fetchSingle(GroupRepository::group);
            tx.created(created.id(), created);
            return new Payload(created, List.of());
        });
    }
}
