package io.merkato.tenancy;

import java.util.ArrayList;
import java.util.List;
import net.sf.jsqlparser.expression.Alias;
import net.sf.jsqlparser.expression.CastExpression;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.JdbcParameter;
import net.sf.jsqlparser.expression.operators.relational.ExpressionList;
import net.sf.jsqlparser.statement.select.AllColumns;
import net.sf.jsqlparser.statement.select.AllTableColumns;
import net.sf.jsqlparser.statement.select.SelectItem;
import net.sf.jsqlparser.statement.select.Values;
import org.jspecify.annotations.Nullable;

/** What a query answers with, as far as it decides whether its {@code tenant_id} is a bound one. */
record Columns(List<Column> columns) {

    /** Of rows of which nothing is known. */
    static final Columns UNKNOWN = new Columns(List.of());

    /**
     * @param name null where the query does not say it
     * @param isBound whether the value is the tenant's id, by a bound column
     * @param parameter that is the value
     * @param isStar stands for any number of columns, of which each {@code tenant_id} is bound or not as {@code isBound} says
     */
    record Column(
            @Nullable String name,
            boolean isBound,
            @Nullable JdbcParameter parameter,
            boolean isStar) {
        /** A value among others, of which only a parameter can be the tenant. */
        static Column of(Expression value) {
            return new Column(null, false, Columns.parameter(value), false);
        }

        static Column star(boolean bound) {
            return new Column(BoundStatement.TENANT_ID, bound, null, true);
        }

        private boolean isTenantId() {
            return BoundStatement.TENANT_ID.equals(name);
        }
    }

    /** What a select or a returning clause lists. */
    static Columns of(List<SelectItem<?>> items, Sources sources) {
        return new Columns(items.stream().map(item -> column(item, sources)).toList());
    }

    private static Column column(SelectItem<?> item, Sources sources) {
        Expression expression = item.getExpression();
        if (expression instanceof AllColumns star) {
            return Column.star(sources.areBound(star instanceof AllTableColumns of ? of.getTable() : null));
        }
        String name = null;
        if (item.getAlias() != null) {
            name = SqlText.folded(item.getAlias().getName());
        } else if (expression instanceof net.sf.jsqlparser.schema.Column column) {
            name = SqlText.folded(column.getColumnName());
        }
        return new Column(name, sources.isBoundColumn(expression), parameter(expression), false);
    }

    /** The names that an alias gives to columns, {@code as rows (tenant_id, id)}. */
    static List<String> names(@Nullable Alias alias) {
        return alias == null || alias.getAliasColumns() == null
                ? List.of()
                : alias.getAliasColumns().stream()
                        .map(column -> SqlText.folded(column.name))
                        .toList();
    }

    static List<ExpressionList<?>> rows(Values values) {
        List<ExpressionList<?>> rows = new ArrayList<>();
        ExpressionList<?> expressions = values.getExpressions();
        for (Expression expression : expressions) {
            if (expression instanceof ExpressionList<?> row) {
                rows.add(row);
            }
        }
        return rows.isEmpty() ? List.of(expressions) : rows;
    }

    static @Nullable JdbcParameter parameter(Expression expression) {
        return switch (expression) {
            case JdbcParameter parameter -> parameter;
            case CastExpression cast -> parameter(cast.getLeftExpression());
            default -> null;
        };
    }

    /** Whether the column {@code tenant_id}, by this name, is bound. */
    boolean isBound() {
        return columns.stream().anyMatch(Column::isTenantId)
                && columns.stream().filter(Column::isTenantId).allMatch(Column::isBound);
    }

    /** The column at the position, or null where it cannot be told which that is. */
    @Nullable
    Column at(int position) {
        boolean told = position < columns.size()
                && columns.subList(0, position + 1).stream().noneMatch(Column::isStar);
        return told ? columns.get(position) : null;
    }

    /** The same columns under other names, position by position; those that are left keep theirs. */
    Columns named(List<String> names) {
        if (names.isEmpty()) {
            return this;
        }
        var renamed = new ArrayList<Column>();
        for (int i = 0; i < names.size(); i++) {
            Column column = at(i);
            if (column == null) {
                return UNKNOWN;
            }
            renamed.add(new Column(names.get(i), column.isBound(), column.parameter(), false));
        }
        renamed.addAll(columns.subList(names.size(), columns.size()));
        return new Columns(renamed);
    }

    /** The columns of both queries, one after the other, named as the first's. */
    Columns union(Columns other) {
        var both = new ArrayList<Column>();
        for (int i = 0; i < columns.size(); i++) {
            Column mine = at(i);
            Column theirs = other.at(i);
            if (mine == null || theirs == null) {
                return UNKNOWN;
            }
            both.add(new Column(mine.name(), mine.isBound() && theirs.isBound(), null, false));
        }
        return new Columns(both);
    }
}
