package io.merkato.tenancy;

import java.util.List;
import net.sf.jsqlparser.expression.Alias;
import net.sf.jsqlparser.schema.Table;

/**
 * What a statement reads from or writes to.
 *
 * @param names by which columns refer to it
 * @param isTenantTable whether it has to be bound
 * @param isBound from the start: a subquery, whose own tables were bound within it
 */
record Source(List<String> names, boolean isTenantTable, boolean isBound) {

    static Source table(String name, Table table, boolean tenantTable) {
        return new Source(
                table.getAlias() == null ? List.of(name, table.getUnquotedName()) : List.of(unquoted(table.getAlias())),
                tenantTable,
                false);
    }

    static Source common(Table table) {
        return new Source(
                List.of(table.getAlias() == null ? table.getUnquotedName() : unquoted(table.getAlias())), false, true);
    }

    static Source derived(Alias alias) {
        return new Source(List.of(unquoted(alias)), false, true);
    }

    private static String unquoted(Alias alias) {
        return alias.getName().replace("\"", "");
    }
}
