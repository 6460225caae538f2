package io.merkato.customer;

import static io.merkato.api.Permission.CUSTOMERS_WRITE;
import static io.merkato.api.UserErrorCode.REQUIRED;
import static io.merkato.jooq.customer.Tables.CUSTOMER_GROUP;

import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.VersionConflict;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.ArgumentValue;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class CustomerGroupUpdate {

    record Input(ArgumentValue<String> code, ArgumentValue<String> name, ArgumentValue<String> description) {

        CustomerGroup applyTo(CustomerGroup group) {
            String text = description.isOmitted() ? group.description() : description.value();
            return new CustomerGroup(
                    group.id(),
                    needed(code, group.code(), "code"),
                    needed(name, group.name(), "name"),
                    text == null ? null : text.strip(),
                    group.version(),
                    group.createdAt(),
                    group.updatedAt());
        }

        private static String needed(ArgumentValue<String> given, String otherwise, String field) {
            if (given.isOmitted()) {
                return otherwise;
            }
            String value = given.value();
            if (value == null) {
                throw new Refused(
                        Refusal.of(REQUIRED, "This cannot be empty; left out it stays as it is.", "input", field));
            }
            return value.strip();
        }
    }

    record Payload(@Nullable CustomerGroup customerGroup, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    @MutationMapping
    Payload customerGroupUpdate(
            @Argument CustomerGroup.Id id,
            @Argument Input input,
            @Argument @Nullable Integer ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(CUSTOMERS_WRITE), Payload::refused, tx -> {
            CustomerGroup before = GroupRepository.lock(tx, id);
            VersionConflict.check(ifVersion, before.version());
            CustomerGroup wanted = input.applyTo(before);
            if (wanted.equals(before)) {
                tx.unchanged();
                return new Payload(before, List.of());
            }
            CustomerGroup after = tx.sql()
                    .update(CUSTOMER_GROUP)
                    .set(CUSTOMER_GROUP.CODE, wanted.code())
                    .set(CUSTOMER_GROUP.NAME, wanted.name())
                    .set(CUSTOMER_GROUP.DESCRIPTION, wanted.description())
                    .set(CUSTOMER_GROUP.VERSION, CUSTOMER_GROUP.VERSION.plus(1))
                    .set(CUSTOMER_GROUP.UPDATED_AT, Instant.now())
                    .where(tx.owns(CUSTOMER_GROUP))
                    .and(CUSTOMER_GROUP.ID.eq(id))
                    .returning(GroupRepository.FIELDS)
                    .fetchSingle(GroupRepository::group);
            return new Payload(tx.changed(id, before, after), List.of());
        });
    }
}
