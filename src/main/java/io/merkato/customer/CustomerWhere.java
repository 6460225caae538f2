package io.merkato.customer;

import static io.merkato.jooq.customer.Tables.CUSTOMER_;
import static io.merkato.jooq.customer.Tables.CUSTOMER_GROUP_MEMBER;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.selectOne;

import io.merkato.api.DateTimeRange;
import io.merkato.api.EmailAddress;
import io.merkato.api.IdMatch;
import io.merkato.api.RestorableWhere;
import io.merkato.api.StringMatch;
import io.merkato.api.Where;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.Locale;
import org.jooq.Condition;
import org.jspecify.annotations.Nullable;

/** Which customers, as the schema's input of this name says. */
record CustomerWhere(
        @Nullable List<CustomerWhere> and,
        @Nullable List<CustomerWhere> or,
        @Nullable CustomerWhere not,
        @Nullable IdMatch id,
        @Nullable CustomerKindMatch kind,
        @Nullable StringMatch email,
        @Nullable StringMatch externalId,
        @Nullable IdMatch groupId,
        @Nullable DateTimeRange createdAt,
        @Nullable DateTimeRange updatedAt,
        @Nullable Boolean deleted)
        implements RestorableWhere<CustomerWhere> {

    /** With the tenant whose groups are meant. */
    Where<?> in(TenantContext tenant) {
        return new Bound(this, tenant);
    }

    private record Bound(CustomerWhere where, TenantContext tenant) implements Where<Bound> {

        @Override
        public @Nullable List<Bound> and() {
            return bound(where.and);
        }

        @Override
        public @Nullable List<Bound> or() {
            return bound(where.or);
        }

        @Override
        public @Nullable Bound not() {
            return where.not == null ? null : new Bound(where.not, tenant);
        }

        private @Nullable List<Bound> bound(@Nullable List<CustomerWhere> each) {
            return each == null
                    ? null
                    : each.stream().map(one -> new Bound(one, tenant)).toList();
        }

        @Override
        public Condition own() {
            return noCondition()
                    .and(where.id == null ? noCondition() : where.id.on(CUSTOMER_.ID, Customer.Id::new))
                    .and(where.kind == null ? noCondition() : where.kind.on(CUSTOMER_.KIND))
                    .and(where.email == null ? noCondition() : keys(where.email).on(CUSTOMER_.EMAIL_NORMALISED))
                    .and(where.externalId == null ? noCondition() : where.externalId.on(CUSTOMER_.EXTERNAL_ID))
                    .and(where.groupId == null || saysNothing(where.groupId) ? noCondition() : inGroup(where.groupId))
                    .and(where.createdAt == null ? noCondition() : where.createdAt.on(CUSTOMER_.CREATED_AT))
                    .and(where.updatedAt == null ? noCondition() : where.updatedAt.on(CUSTOMER_.UPDATED_AT))
                    .and(deletedIs(where.deleted));
        }

        private static Condition deletedIs(@Nullable Boolean deleted) {
            return deleted == null
                    ? noCondition()
                    : deleted ? CUSTOMER_.DELETED_AT.isNotNull() : CUSTOMER_.DELETED_AT.isNull();
        }

        private Condition inGroup(IdMatch group) {
            return exists(selectOne()
                    .from(CUSTOMER_GROUP_MEMBER)
                    .where(tenant.owns(CUSTOMER_GROUP_MEMBER))
                    .and(CUSTOMER_GROUP_MEMBER.CUSTOMER_ID.eq(CUSTOMER_.ID))
                    .and(group.on(CUSTOMER_GROUP_MEMBER.CUSTOMER_GROUP_ID, CustomerGroup.Id::new)));
        }
    }

    private static boolean saysNothing(IdMatch match) {
        return match.eq() == null && match.oneOf() == null;
    }

    private static StringMatch keys(StringMatch match) {
        return new StringMatch(
                match.eq() == null ? null : key(match.eq()),
                match.oneOf() == null
                        ? null
                        : match.oneOf().stream().map(CustomerWhere::key).toList(),
                match.contains());
    }

    private static String key(String address) {
        return EmailAddress.parse(address).map(EmailAddress::key).orElseGet(() -> address.toLowerCase(Locale.ROOT));
    }
}
