package io.merkato.tenancy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.JdbcParameter;
import net.sf.jsqlparser.expression.operators.conditional.AndExpression;
import net.sf.jsqlparser.expression.operators.relational.EqualsTo;
import net.sf.jsqlparser.expression.operators.relational.ExpressionList;
import net.sf.jsqlparser.schema.Column;
import org.jspecify.annotations.Nullable;

/** The sources of one query level, with the equalities that bind them to the tenant. Subqueries see those around them. */
final class Sources {

    /** @param binds the only names it can bind, or null where it holds for every row */
    private record Equality(
            Expression left, Expression right, @Nullable Collection<String> binds) {}

    private final @Nullable Sources outer;
    private final List<Source> sources = new ArrayList<>();
    private final List<Equality> equalities = new ArrayList<>();
    private final Set<String> bound = new HashSet<>();

    Sources(@Nullable Sources outer) {
        this.outer = outer;
    }

    Collection<String> add(Source source) {
        sources.add(source);
        if (source.isBound()) {
            bound.addAll(source.names());
        }
        return source.names();
    }

    /** A condition that every row of this level meets. */
    void everyRow(@Nullable Expression condition) {
        conjuncts(condition, null);
    }

    /** The condition of a left join: rows of its right side meet it, those of its left side may not. */
    void only(Collection<String> right, @Nullable Expression condition) {
        conjuncts(condition, right);
    }

    private void conjuncts(@Nullable Expression condition, @Nullable Collection<String> binds) {
        switch (condition) {
            case AndExpression and -> {
                conjuncts(and.getLeftExpression(), binds);
                conjuncts(and.getRightExpression(), binds);
            }
            case EqualsTo equals -> equality(equals.getLeftExpression(), equals.getRightExpression(), binds);
            case ExpressionList<?> list when list.size() == 1 -> conjuncts(list.getFirst(), binds);
            case null, default -> {}
        }
    }

    private void equality(Expression left, Expression right, @Nullable Collection<String> binds) {
        if (left instanceof ExpressionList<?> lefts && right instanceof ExpressionList<?> rights) {
            for (int i = 0; i < Math.min(lefts.size(), rights.size()); i++) {
                equality(lefts.get(i), rights.get(i), binds);
            }
        } else {
            equalities.add(new Equality(left, right, binds));
        }
    }

    /** Follows the equalities until no further source is bound, noting the parameters that stand for the tenant. */
    void solve(BitSet tenantParameters) {
        boolean grown = true;
        while (grown) {
            grown = false;
            for (Equality equality : equalities) {
                grown |= bind(equality.left(), equality.right(), equality.binds(), tenantParameters)
                        | bind(equality.right(), equality.left(), equality.binds(), tenantParameters);
            }
        }
    }

    private boolean bind(
            Expression column, Expression to, @Nullable Collection<String> binds, BitSet tenantParameters) {
        Source source = tenantColumnOf(column);
        if (source == null || (binds != null && !binds.containsAll(source.names()))) {
            return false;
        }
        JdbcParameter parameter = BoundStatement.parameter(to);
        if (parameter != null) {
            tenantParameters.set(parameter.getIndex());
        }
        return (parameter != null || isBoundColumn(to)) && bound.addAll(source.names());
    }

    /** Whether it is the {@code tenant_id} of a source that is bound, here or around. */
    boolean isBoundColumn(Expression expression) {
        Source source = tenantColumnOf(expression);
        return source != null ? bound.containsAll(source.names()) : outer != null && outer.isBoundColumn(expression);
    }

    private @Nullable Source tenantColumnOf(Expression expression) {
        if (!(expression instanceof Column column)
                || !column.getUnquotedColumnName().equals(BoundStatement.TENANT_ID)) {
            return null;
        }
        if (column.getTable() == null || column.getTable().getUnquotedName() == null) {
            return sources.size() == 1 ? sources.getFirst() : null;
        }
        String schema = column.getTable().getUnquotedSchemaName();
        String table = column.getTable().getUnquotedName();
        String name = schema == null ? table : schema + '.' + table;
        return sources.stream()
                .filter(source -> source.names().contains(name))
                .findFirst()
                .orElse(null);
    }

    /** A tenant table that no equality binds, or null. */
    @Nullable
    String unbound() {
        return sources.stream()
                .filter(source -> source.isTenantTable() && !bound.containsAll(source.names()))
                .map(source -> source.names().getFirst())
                .findFirst()
                .orElse(null);
    }

    int tenantTables() {
        return (int) sources.stream().filter(Source::isTenantTable).count();
    }
}
