package io.merkato.tenancy;

import java.util.List;
import net.sf.jsqlparser.expression.Alias;
import net.sf.jsqlparser.schema.Table;

/**
 * What a statement reads from or writes to.
 *
 * @param names by which columns refer to it; none where it has no alias and needs none
 * @param tenantId what its column {@code tenant_id} is
 */
record Source(List<String> names, TenantId tenantId) {

    enum TenantId {
        /** There is no such column. */
        ABSENT,
        /** It is a tenant table's, and an equality has to bind it. */
        TO_BIND,
        /** It is bound where it comes from. */
        BOUND,
        /** It may be anything. */
        UNKNOWN
    }

    static Source table(String name, Table table, boolean tenantTable) {
        return new Source(
                table.getAlias() == null
                        ? List.of(name, SqlText.folded(table.getName()))
                        : List.of(SqlText.folded(table.getAlias().getName())),
                tenantTable ? TenantId.TO_BIND : TenantId.ABSENT);
    }

    static Source common(Table table, boolean bound) {
        return derived(
                SqlText.folded(
                        table.getAlias() == null
                                ? table.getName()
                                : table.getAlias().getName()),
                bound);
    }

    static Source derived(String name, boolean bound) {
        return new Source(List.of(name), bound ? TenantId.BOUND : TenantId.UNKNOWN);
    }

    /** Of rows that are made on the spot. */
    static Source made(Alias alias) {
        return derived(SqlText.folded(alias.getName()), false);
    }
}
