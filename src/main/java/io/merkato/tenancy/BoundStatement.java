package io.merkato.tenancy;

import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.ExpressionVisitorAdapter;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.expression.JdbcParameter;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.Statement;
import net.sf.jsqlparser.statement.delete.Delete;
import net.sf.jsqlparser.statement.delete.ParenthesedDelete;
import net.sf.jsqlparser.statement.insert.Insert;
import net.sf.jsqlparser.statement.insert.InsertConflictAction;
import net.sf.jsqlparser.statement.insert.ParenthesedInsert;
import net.sf.jsqlparser.statement.select.FromItem;
import net.sf.jsqlparser.statement.select.Join;
import net.sf.jsqlparser.statement.select.LateralSubSelect;
import net.sf.jsqlparser.statement.select.OrderByElement;
import net.sf.jsqlparser.statement.select.ParenthesedFromItem;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.Select;
import net.sf.jsqlparser.statement.select.SelectItem;
import net.sf.jsqlparser.statement.select.SetOperationList;
import net.sf.jsqlparser.statement.select.TableFunction;
import net.sf.jsqlparser.statement.select.Values;
import net.sf.jsqlparser.statement.select.WithItem;
import net.sf.jsqlparser.statement.update.ParenthesedUpdate;
import net.sf.jsqlparser.statement.update.Update;
import net.sf.jsqlparser.statement.update.UpdateSet;
import org.jspecify.annotations.Nullable;

/**
 * One statement, found to touch rows of one tenant only. The rules:
 *
 * <ul>
 *   <li>only select, insert, update and delete, with common table expressions, unions and subqueries;
 *   <li>nothing that a parser could read otherwise than PostgreSQL does, and no function but harmless ones ({@link SqlText});
 *   <li>a table is named with its schema and is one we know, or is a common table expression in scope;
 *   <li>each mention of a tenant table is bound: its {@code tenant_id} equals a parameter, or the {@code tenant_id} of a
 *       bound table, in a conjunct that no row escapes (where, or the on of an inner join; the on of a left join binds its
 *       right side only); what a subquery answers as {@code tenant_id} is bound if it is such a column inside;
 *   <li>no right or full join: they let rows escape their conditions;
 *   <li>an insert gives {@code tenant_id} as a parameter or from a bound table; no update sets it;
 *   <li>a function of one of our schemas takes the tenant as its first argument.
 * </ul>
 *
 * The parameters that stand for the tenant are remembered, so that their values are compared when they are bound.
 */
final class BoundStatement {

    static final String TENANT_ID = "tenant_id";

    private final String sql;
    private final Set<String> tables;
    private final Set<String> tenantTables;
    private final BitSet tenantParameters = new BitSet();
    private final Set<Object> met = Collections.newSetFromMap(new IdentityHashMap<>());

    BoundStatement(String sql, SqlText text, Statement statement, Set<String> tables, Set<String> tenantTables) {
        this.sql = sql;
        this.tables = tables;
        this.tenantTables = tenantTables;
        check(statement, null, new CommonTables(null));
        if (text.mentions(tenantTables) != met(Table.class)
                || text.selects() != met(PlainSelect.class)
                || text.calls() != met(Function.class)) {
            throw refused("a table, a query or a function stands where it cannot be checked");
        }
        met.clear(); // a checked statement is kept, and what was parsed takes many times its text
    }

    /** Whether the parameter, counted from 1, stands for the tenant. */
    boolean isTenant(int parameter) {
        return tenantParameters.get(parameter);
    }

    /** How many tenant tables, selects, functions of ours the walk met; the text must not have more. */
    private long met(Class<?> kind) {
        return met.stream().filter(kind::isInstance).count();
    }

    private Columns check(Statement statement, @Nullable Sources outer, CommonTables common) {
        return switch (statement) {
            case Select select -> select(select, outer, common);
            case ParenthesedInsert inner -> insert(inner.getInsert(), outer, common);
            case ParenthesedUpdate inner -> update(inner.getUpdate(), outer, common);
            case ParenthesedDelete inner -> delete(inner.getDelete(), outer, common);
            case Insert insert -> insert(insert, outer, common);
            case Update update -> update(update, outer, common);
            case Delete delete -> delete(delete, outer, common);
            default -> throw refused("only select, insert, update and delete pass");
        };
    }

    private CommonTables with(@Nullable List<WithItem<?>> items, @Nullable Sources outer, CommonTables around) {
        if (items == null) {
            return around;
        }
        var common = new CommonTables(around);
        boolean recursive = items.stream().anyMatch(WithItem::isRecursive);
        for (WithItem<?> item : items) {
            String name = SqlText.folded(item.getAliasName());
            List<String> names = orEmpty(item.getWithItemList()).stream()
                    .map(each -> SqlText.folded(each.getExpression().toString()))
                    .toList();
            if (recursive) {
                // What it starts with does not refer to itself: if all of it is bound under the assumption that it is,
                // then it is.
                common.put(name, new Columns(List.of(Columns.Column.star(true))));
                Columns assumed = check(item.getStatement(), outer, common).named(names);
                if (assumed.isBound()) {
                    common.put(name, assumed);
                    continue;
                }
                common.put(name, Columns.UNKNOWN);
            }
            common.put(name, check(item.getStatement(), outer, common).named(names));
        }
        return common;
    }

    private Columns select(Select select, @Nullable Sources outer, CommonTables around) {
        CommonTables common = with(select.getWithItemsList(), outer, around);
        Columns columns = switch (select) {
            case ParenthesedSelect inner -> select(inner.getSelect(), outer, common);
            case SetOperationList union ->
                union.getSelects().stream()
                        .map(each -> select(each, outer, common))
                        .reduce(Columns::union)
                        .orElseThrow();
            case Values values -> {
                subqueries(values.getExpressions(), sources(outer, common));
                yield Columns.UNKNOWN;
            }
            case PlainSelect plain -> plain(plain, outer, common);
            default -> throw refused("a select of this form is not understood");
        };
        for (OrderByElement by : orEmpty(select.getOrderByElements())) {
            subqueries(by.getExpression(), sources(outer, common));
        }
        return columns;
    }

    private Columns plain(PlainSelect select, @Nullable Sources outer, CommonTables common) {
        met.add(select);
        if (select.getIntoTables() != null || select.getIntoTempTable() != null) {
            throw refused("a select makes no table");
        }
        var sources = sources(outer, common);
        from(select.getFromItem(), select.getJoins(), sources);
        sources.everyRow(select.getWhere());
        settle(sources);
        for (Join join : orEmpty(select.getJoins())) {
            join.getOnExpressions().forEach(on -> subqueries(on, sources));
        }
        subqueries(select.getWhere(), sources);
        subqueries(select.getHaving(), sources);
        if (select.getGroupBy() != null && select.getGroupBy().getGroupByExpressionList() != null) {
            subqueries(select.getGroupBy().getGroupByExpressionList(), sources);
        }
        return answers(select.getSelectItems(), sources);
    }

    private Columns answers(@Nullable List<SelectItem<?>> items, Sources sources) {
        List<SelectItem<?>> answered = items == null ? List.of() : items;
        answered.forEach(item -> subqueries(item.getExpression(), sources));
        return Columns.of(answered, sources);
    }

    private Columns insert(Insert insert, @Nullable Sources outer, CommonTables around) {
        CommonTables common = with(insert.getWithItemsList(), outer, around);
        Source target = source(insert.getTable(), common);
        Select rows = insert.getSelect();
        Columns given = rows == null ? Columns.UNKNOWN : select(rows, outer, common);
        if (target.tenantId() == Source.TenantId.TO_BIND) {
            int column = tenantColumn(insert);
            if (rows instanceof Values values) {
                Columns.rows(values).forEach(row -> given(Columns.Column.of(row.get(column))));
            } else {
                given(given.at(column));
            }
        }
        var sources = sources(outer, common);
        sources.add(target);
        sources.bound(target);
        InsertConflictAction conflict = insert.getConflictAction();
        if (conflict != null) {
            sources.add(Source.derived("excluded", true));
            sets(conflict.getUpdateSets(), sources);
            subqueries(conflict.getWhereExpression(), sources);
        }
        return answers(insert.getReturningClause(), sources);
    }

    private int tenantColumn(Insert insert) {
        var columns = insert.getColumns();
        for (int i = 0; columns != null && i < columns.size(); i++) {
            if (isTenantId(columns.get(i))) {
                return i;
            }
        }
        throw refused("the insert does not name tenant_id");
    }

    private void given(Columns.@Nullable Column value) {
        if (value != null && value.parameter() != null) {
            tenantParameters.set(value.parameter().getIndex());
        } else if (value == null || !value.isBound()) {
            throw refused("the tenant_id of an insert is a parameter or comes from a bound table");
        }
    }

    private Columns update(Update update, @Nullable Sources outer, CommonTables around) {
        CommonTables common = with(update.getWithItemsList(), outer, around);
        var sources = sources(outer, common);
        sources.add(source(update.getTable(), common));
        from(update.getFromItem(), update.getJoins(), sources);
        sources.everyRow(update.getWhere());
        settle(sources);
        sets(update.getUpdateSets(), sources);
        subqueries(update.getWhere(), sources);
        return answers(update.getReturningClause(), sources);
    }

    private Columns delete(Delete delete, @Nullable Sources outer, CommonTables around) {
        CommonTables common = with(delete.getWithItemsList(), outer, around);
        var sources = sources(outer, common);
        sources.add(source(delete.getTable(), common));
        for (FromItem item : orEmpty(delete.getUsingFromItemList())) {
            from(item, null, sources);
        }
        from(null, delete.getJoins(), sources);
        sources.everyRow(delete.getWhere());
        settle(sources);
        subqueries(delete.getWhere(), sources);
        return answers(delete.getReturningClause(), sources);
    }

    private void sets(@Nullable List<UpdateSet> sets, Sources sources) {
        for (UpdateSet set : orEmpty(sets)) {
            if (set.getColumns().stream().anyMatch(BoundStatement::isTenantId)) {
                throw refused("an update never sets tenant_id");
            }
            subqueries(set.getValues(), sources);
        }
    }

    private static boolean isTenantId(Column column) {
        return SqlText.folded(column.getColumnName()).equals(TENANT_ID);
    }

    private void from(@Nullable FromItem item, @Nullable List<Join> joins, Sources sources) {
        if (item != null) {
            add(item, sources);
        }
        for (Join join : orEmpty(joins)) {
            if (join.isRight() || join.isFull() || join.isNatural() || join.isSemi() || join.isApply()) {
                throw refused("only inner and left joins pass");
            }
            Source right = add(join.getFromItem(), sources);
            for (Expression on : join.getOnExpressions()) {
                if (join.isLeft()) {
                    sources.only(right, on);
                } else {
                    sources.everyRow(on);
                }
            }
        }
    }

    private @Nullable Source add(FromItem item, Sources sources) {
        switch (item) {
            case Table table -> {
                return sources.add(source(table, sources.commonTables()));
            }
            case ParenthesedFromItem group
            when group.getAlias() == null -> {
                from(group.getFromItem(), group.getJoins(), sources);
                return null;
            }
            case ParenthesedSelect _, Values _, TableFunction _ -> {
                return sources.nest(item);
            }
            default -> throw refused("a source of this form is not understood");
        }
    }

    private void nested(FromItem item, Source source, Sources sources) {
        if (item instanceof Select select) {
            boolean lateral = select instanceof LateralSubSelect;
            Columns columns = select(select, lateral ? sources : sources.outer(), sources.commonTables());
            if (columns.named(Columns.names(select.getAlias())).isBound()) {
                sources.bound(source);
            }
        } else if (item instanceof TableFunction function) {
            function.getFunctions().forEach(each -> subqueries(each, sources));
        }
    }

    private Source source(Table table, CommonTables common) {
        List<String> names = Columns.names(table.getAlias());
        if (table.getSchemaName() == null) {
            Columns columns = common.find(SqlText.folded(table.getName()));
            if (columns == null) {
                throw refused("a table is named with its schema: " + table.getName());
            }
            return Source.common(table, columns.named(names).isBound());
        }
        String name = SqlText.folded(table.getSchemaName()) + '.' + SqlText.folded(table.getName());
        if (!tables.contains(name)
                || !names.isEmpty()
                || table.getDatabase() != null && table.getDatabase().getDatabaseName() != null) {
            throw refused("there is no table " + name);
        }
        boolean tenantTable = tenantTables.contains(name);
        if (tenantTable) {
            met.add(table);
        }
        return Source.table(name, table, tenantTable);
    }

    private Sources sources(@Nullable Sources outer, CommonTables common) {
        return new Sources(outer, common, tenantParameters);
    }

    private void settle(Sources sources) {
        sources.solve();
        sources.nested().forEach((item, source) -> {
            nested(item, source, sources);
            sources.solve();
        });
        String unbound = sources.unbound();
        if (unbound != null) {
            throw refused("not bound to a tenant: " + unbound);
        }
    }

    private void subqueries(@Nullable Expression expression, Sources sources) {
        if (expression == null) {
            return;
        }
        expression.accept(
                new ExpressionVisitorAdapter<Void>() {
                    @Override
                    public <S> @Nullable Void visit(ParenthesedSelect select, S context) {
                        select(select, sources, sources.commonTables());
                        return null;
                    }

                    @Override
                    public <S> @Nullable Void visit(Select select, S context) {
                        select(select, sources, sources.commonTables());
                        return null;
                    }

                    @Override
                    public <S> @Nullable Void visit(Function function, S context) {
                        call(function);
                        return super.visit(function, context);
                    }
                },
                null);
    }

    /** One of our functions may look across tenants and must be told which. */
    private void call(Function function) {
        List<String> name = function.getMultipartName();
        if (name.size() == 1
                || name.size() == 2 && SqlText.folded(name.getFirst()).equals("pg_catalog")) {
            return;
        }
        met.add(function);
        var parameters = function.getParameters();
        if (parameters == null
                || parameters.isEmpty()
                || !(Columns.parameter(parameters.getFirst()) instanceof JdbcParameter tenant)) {
            throw refused("the first argument of " + function.getName() + " is the tenant");
        }
        tenantParameters.set(tenant.getIndex());
    }

    private static <T> Collection<T> orEmpty(@Nullable Collection<T> items) {
        return items == null ? List.of() : items;
    }

    private UnboundStatementException refused(String why) {
        return new UnboundStatementException(why, sql);
    }
}
