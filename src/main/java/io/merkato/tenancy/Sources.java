package io.merkato.tenancy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.JdbcParameter;
import net.sf.jsqlparser.expression.operators.conditional.AndExpression;
import net.sf.jsqlparser.expression.operators.relational.EqualsTo;
import net.sf.jsqlparser.expression.operators.relational.ExpressionList;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.select.FromItem;
import org.jspecify.annotations.Nullable;

/** The sources of one query level, with the equalities that bind them to the tenant. Subqueries see those around them. */
final class Sources {

    /** @param binds the only source it can bind, or null where it holds for every row */
    private record Equality(
            Expression left, Expression right, @Nullable Binds binds) {}

    /** @param source null where it can bind none */
    private record Binds(@Nullable Source source) {}

    private final @Nullable Sources outer;
    private final CommonTables commonTables;
    private final BitSet tenantParameters;
    private final List<Source> sources = new ArrayList<>();
    private final Map<FromItem, Source> nested = new LinkedHashMap<>();
    private final List<Equality> equalities = new ArrayList<>();
    private final Set<Source> bound = Collections.newSetFromMap(new IdentityHashMap<>());

    /** @param tenantParameters takes the parameters that stand for the tenant */
    Sources(@Nullable Sources outer, CommonTables commonTables, BitSet tenantParameters) {
        this.outer = outer;
        this.commonTables = commonTables;
        this.tenantParameters = tenantParameters;
    }

    /** The level around, which a subquery in the from sees instead of this one unless it is lateral. */
    @Nullable
    Sources outer() {
        return outer;
    }

    CommonTables commonTables() {
        return commonTables;
    }

    Source add(Source source) {
        sources.add(source);
        if (source.tenantId() == Source.TenantId.BOUND) {
            bound.add(source);
        }
        return source;
    }

    /** Adds a query or a function that is checked in its turn, once the tables of this level are bound. */
    Source nest(FromItem item) {
        Source source = item.getAlias() == null ? Source.derived("", false) : Source.made(item.getAlias());
        nested.put(item, add(source));
        return source;
    }

    Map<FromItem, Source> nested() {
        return nested;
    }

    /** Says that the {@code tenant_id} of a source turned out to be bound where it comes from. */
    void bound(Source source) {
        bound.add(source);
    }

    /** A condition that every row of this level meets. */
    void everyRow(@Nullable Expression condition) {
        conjuncts(condition, null);
    }

    /** The condition of a left join: rows of its right side meet it, those of its left side may not. */
    void only(@Nullable Source right, @Nullable Expression condition) {
        conjuncts(condition, new Binds(right));
    }

    private void conjuncts(@Nullable Expression condition, @Nullable Binds binds) {
        switch (condition) {
            case AndExpression and
            when !and.isUseOperator() -> {
                conjuncts(and.getLeftExpression(), binds);
                conjuncts(and.getRightExpression(), binds);
            }
            case EqualsTo equals -> equality(equals.getLeftExpression(), equals.getRightExpression(), binds);
            case ExpressionList<?> list when list.size() == 1 -> conjuncts(list.getFirst(), binds);
            case null, default -> {}
        }
    }

    private void equality(Expression left, Expression right, @Nullable Binds binds) {
        if (left instanceof ExpressionList<?> lefts && right instanceof ExpressionList<?> rights) {
            for (int i = 0; i < Math.min(lefts.size(), rights.size()); i++) {
                equality(lefts.get(i), rights.get(i), binds);
            }
        } else {
            equalities.add(new Equality(left, right, binds));
        }
    }

    /** Follows the equalities until no further source is bound, noting the parameters that stand for the tenant. */
    void solve() {
        boolean grown = true;
        while (grown) {
            grown = false;
            for (Equality equality : equalities) {
                grown |= bind(equality.left(), equality.right(), equality.binds())
                        | bind(equality.right(), equality.left(), equality.binds());
            }
        }
    }

    private boolean bind(Expression column, Expression to, @Nullable Binds binds) {
        Source source = here(column);
        if (source == null || (binds != null && binds.source() != source)) {
            return false;
        }
        JdbcParameter parameter = Columns.parameter(to);
        if (parameter != null) {
            tenantParameters.set(parameter.getIndex());
        }
        return (parameter != null || isBoundColumn(to)) && bound.add(source);
    }

    /** Whether it is the {@code tenant_id} of a source that is bound, here or around. */
    boolean isBoundColumn(Expression expression) {
        return expression instanceof Column column
                && SqlText.folded(column.getColumnName()).equals(BoundStatement.TENANT_ID)
                && isBoundTenantId(column);
    }

    private boolean isBoundTenantId(Column column) {
        Source source = here(column);
        return source != null
                ? bound.contains(source)
                : outer != null && !hides(column) && outer.isBoundTenantId(column);
    }

    /** The source of this level whose {@code tenant_id} it is, or null. */
    private @Nullable Source here(Expression expression) {
        if (!(expression instanceof Column column)
                || !SqlText.folded(column.getColumnName()).equals(BoundStatement.TENANT_ID)) {
            return null;
        }
        List<Source> possible = possible(column);
        return possible.size() == 1 && possible.getFirst().tenantId() != Source.TenantId.ABSENT
                ? possible.getFirst()
                : null;
    }

    /** Whether it is a column of this level, or may be one, even if it is not told whose. */
    private boolean hides(Column column) {
        return !possible(column).isEmpty();
    }

    private List<Source> possible(Column column) {
        String table = column.getTable() == null ? null : name(column.getTable());
        return sources.stream()
                .filter(source -> table == null
                        ? source.tenantId() != Source.TenantId.ABSENT
                        : source.names().contains(table))
                .toList();
    }

    private static @Nullable String name(Table table) {
        if (table.getName() == null) {
            return null;
        }
        String name = SqlText.folded(table.getName());
        return table.getSchemaName() == null ? name : SqlText.folded(table.getSchemaName()) + '.' + name;
    }

    /** Whether each {@code tenant_id} that a star brings is bound; of one source, or where none is named of all. */
    boolean areBound(@Nullable Table table) {
        String name = table == null ? null : name(table);
        List<Source> starred = sources.stream()
                .filter(source -> name == null || source.names().contains(name))
                .toList();
        return !starred.isEmpty()
                && starred.stream()
                        .allMatch(source -> source.tenantId() == Source.TenantId.ABSENT || bound.contains(source));
    }

    /** A tenant table that no equality binds, or null. */
    @Nullable
    String unbound() {
        return sources.stream()
                .filter(source -> source.tenantId() == Source.TenantId.TO_BIND && !bound.contains(source))
                .map(source -> source.names().getFirst())
                .findFirst()
                .orElse(null);
    }
}
