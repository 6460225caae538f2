package io.merkato.tenancy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.sf.jsqlparser.expression.CastExpression;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.ExpressionVisitorAdapter;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.expression.JdbcParameter;
import net.sf.jsqlparser.expression.operators.relational.ExpressionList;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.Statement;
import net.sf.jsqlparser.statement.delete.Delete;
import net.sf.jsqlparser.statement.delete.ParenthesedDelete;
import net.sf.jsqlparser.statement.insert.Insert;
import net.sf.jsqlparser.statement.insert.ParenthesedInsert;
import net.sf.jsqlparser.statement.select.FromItem;
import net.sf.jsqlparser.statement.select.Join;
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
 *   <li>a table is named with its schema and is one we know;
 *   <li>each mention of a tenant table is bound: its {@code tenant_id} equals a parameter, or the {@code tenant_id} of a
 *       bound table, in a conjunct that no row escapes (where, or the on of an inner join; the on of a left join binds its
 *       right side only);
 *   <li>no right or full join: they let rows escape their conditions;
 *   <li>an insert gives {@code tenant_id} as a parameter or from a bound table; no update sets it;
 *   <li>a function of one of our schemas takes the tenant as its first argument.
 * </ul>
 *
 * The parameters that stand for the tenant are remembered, so that their values are compared when they are bound.
 */
final class BoundStatement {

    static final String TENANT_ID = "tenant_id";
    private static final Pattern QUALIFIED_NAME = Pattern.compile("\"?(\\w+)\"?\\.\"?(\\w+)\"?(?![\\w\"]*\\s*\\.)");

    private final String sql;
    private final Set<String> tables;
    private final Set<String> tenantTables;
    private final Set<String> commonTables = new HashSet<>();
    private final BitSet tenantParameters = new BitSet();
    private int found;

    BoundStatement(String sql, Statement statement, Set<String> tables, Set<String> tenantTables) {
        this.sql = sql;
        this.tables = tables;
        this.tenantTables = tenantTables;
        check(statement, null);
        if (found != mentioned()) {
            throw refused("a tenant table stands where it cannot be checked");
        }
    }

    /** Whether the parameter, counted from 1, stands for the tenant. */
    boolean isTenant(int parameter) {
        return tenantParameters.get(parameter);
    }

    /** How often the text names a tenant table: each one must have been met on the walk. */
    private int mentioned() {
        int mentions = 0;
        Matcher names = QUALIFIED_NAME.matcher(sql);
        while (names.find()) {
            if (tenantTables.contains((names.group(1) + '.' + names.group(2)).toLowerCase(Locale.ROOT))) {
                mentions++;
            }
        }
        return mentions;
    }

    private void check(Statement statement, @Nullable Sources outer) {
        switch (statement) {
            case Select select -> select(select, outer);
            case ParenthesedInsert inner -> check(inner.getInsert(), outer);
            case ParenthesedUpdate inner -> check(inner.getUpdate(), outer);
            case ParenthesedDelete inner -> check(inner.getDelete(), outer);
            case Insert insert -> insert(insert, outer);
            case Update update -> update(update, outer);
            case Delete delete -> delete(delete, outer);
            default -> throw refused("only select, insert, update and delete pass");
        }
    }

    private void with(@Nullable List<WithItem<?>> items, @Nullable Sources outer) {
        for (WithItem<?> item : orEmpty(items)) {
            commonTables.add(item.getUnquotedAliasName());
            check(item.getStatement(), outer);
        }
    }

    private void select(Select select, @Nullable Sources outer) {
        with(select.getWithItemsList(), outer);
        switch (select) {
            case ParenthesedSelect inner -> select(inner.getSelect(), outer);
            case SetOperationList union -> union.getSelects().forEach(each -> select(each, outer));
            case Values values -> subqueries(values.getExpressions(), new Sources(outer));
            case PlainSelect plain -> plain(plain, outer);
            default -> throw refused("a select of this form is not understood");
        }
        if (select.getOrderByElements() != null) {
            var sources = new Sources(outer);
            select.getOrderByElements().forEach(by -> subqueries(by.getExpression(), sources));
        }
    }

    private void plain(PlainSelect select, @Nullable Sources outer) {
        var sources = new Sources(outer);
        List<FromItem> nested = new ArrayList<>();
        from(select.getFromItem(), select.getJoins(), sources, nested);
        sources.everyRow(select.getWhere());
        settle(sources);
        nested.forEach(item -> nested(item, sources));
        for (SelectItem<?> item : orEmpty(select.getSelectItems())) {
            subqueries(item.getExpression(), sources);
        }
        for (Join join : orEmpty(select.getJoins())) {
            join.getOnExpressions().forEach(on -> subqueries(on, sources));
        }
        subqueries(select.getWhere(), sources);
        subqueries(select.getHaving(), sources);
        if (select.getGroupBy() != null && select.getGroupBy().getGroupByExpressionList() != null) {
            subqueries(select.getGroupBy().getGroupByExpressionList(), sources);
        }
    }

    private void insert(Insert insert, @Nullable Sources outer) {
        with(insert.getWithItemsList(), outer);
        Source target = source(insert.getTable());
        if (target.isTenantTable()) {
            int column = tenantColumn(insert);
            Select rows = insert.getSelect();
            if (rows instanceof Values values) {
                rows(values).forEach(row -> given(row.get(column)));
            } else if (rows != null && selectOf(rows) instanceof PlainSelect plain) {
                given(plain, column, outer);
            } else {
                throw refused("an insert needs values or one plain select");
            }
        }
        if (insert.getSelect() != null) {
            select(insert.getSelect(), outer);
        }
        if (insert.getConflictAction() != null && insert.getConflictAction().getUpdateSets() != null) {
            sets(insert.getConflictAction().getUpdateSets(), new Sources(outer));
        }
    }

    private int tenantColumn(Insert insert) {
        var columns = insert.getColumns();
        for (int i = 0; columns != null && i < columns.size(); i++) {
            if (columns.get(i).getUnquotedColumnName().equals(TENANT_ID)) {
                return i;
            }
        }
        throw refused("the insert does not name tenant_id");
    }

    private static Select selectOf(Select select) {
        return select instanceof ParenthesedSelect inner ? selectOf(inner.getSelect()) : select;
    }

    private static List<ExpressionList<?>> rows(Values values) {
        List<ExpressionList<?>> rows = new ArrayList<>();
        ExpressionList<?> expressions = values.getExpressions();
        for (Expression expression : expressions) {
            if (expression instanceof ExpressionList<?> row) {
                rows.add(row);
            }
        }
        return rows.isEmpty() ? List.of(expressions) : rows;
    }

    private void given(Expression value) {
        if (parameter(value) instanceof JdbcParameter parameter) {
            tenantParameters.set(parameter.getIndex());
        } else {
            throw refused("the tenant_id of an insert is a parameter or comes from a bound table");
        }
    }

    private void given(PlainSelect select, int column, @Nullable Sources outer) {
        Expression value = select.getSelectItems().get(column).getExpression();
        if (parameter(value) != null) {
            given(value);
            return;
        }
        var sources = new Sources(outer);
        from(select.getFromItem(), select.getJoins(), sources, new ArrayList<>());
        sources.everyRow(select.getWhere());
        sources.solve(tenantParameters);
        found -= sources.tenantTables();
        if (!sources.isBoundColumn(value)) {
            throw refused("the tenant_id of an insert is a parameter or comes from a bound table");
        }
    }

    private void update(Update update, @Nullable Sources outer) {
        with(update.getWithItemsList(), outer);
        if (update.getUpdateSets().stream()
                .flatMap(set -> set.getColumns().stream())
                .anyMatch(column -> column.getUnquotedColumnName().equals(TENANT_ID))) {
            throw refused("an update never sets tenant_id");
        }
        var sources = new Sources(outer);
        List<FromItem> nested = new ArrayList<>();
        sources.add(source(update.getTable()));
        from(update.getFromItem(), update.getJoins(), sources, nested);
        sources.everyRow(update.getWhere());
        settle(sources);
        nested.forEach(item -> nested(item, sources));
        sets(update.getUpdateSets(), sources);
        subqueries(update.getWhere(), sources);
    }

    private void delete(Delete delete, @Nullable Sources outer) {
        with(delete.getWithItemsList(), outer);
        var sources = new Sources(outer);
        List<FromItem> nested = new ArrayList<>();
        sources.add(source(delete.getTable()));
        for (FromItem item : orEmpty(delete.getUsingFromItemList())) {
            from(item, null, sources, nested);
        }
        from(null, delete.getJoins(), sources, nested);
        sources.everyRow(delete.getWhere());
        settle(sources);
        nested.forEach(item -> nested(item, sources));
        subqueries(delete.getWhere(), sources);
    }

    private void sets(List<UpdateSet> sets, Sources sources) {
        for (UpdateSet set : sets) {
            subqueries(set.getValues(), sources);
        }
    }

    private void from(@Nullable FromItem item, @Nullable List<Join> joins, Sources sources, List<FromItem> nested) {
        if (item != null) {
            add(item, sources, nested);
        }
        for (Join join : orEmpty(joins)) {
            if (join.isRight() || join.isFull() || join.isNatural()) {
                throw refused("right, full and natural joins do not pass");
            }
            Collection<String> right = add(join.getFromItem(), sources, nested);
            for (Expression on : join.getOnExpressions()) {
                if (join.isLeft()) {
                    sources.only(right, on);
                } else {
                    sources.everyRow(on);
                }
            }
        }
    }

    private Collection<String> add(FromItem item, Sources sources, List<FromItem> nested) {
        switch (item) {
            case Table table -> {
                return sources.add(source(table));
            }
            case ParenthesedFromItem group -> {
                from(group.getFromItem(), group.getJoins(), sources, nested);
                return List.of();
            }
            case ParenthesedSelect select -> {
                nested.add(select);
                return select.getAlias() == null ? List.of() : sources.add(Source.derived(select.getAlias()));
            }
            case Values values -> {
                nested.add(values);
                return List.of();
            }
            case TableFunction function -> {
                nested.add(function);
                return List.of();
            }
            default -> throw refused("a source of this form is not understood");
        }
    }

    private void nested(FromItem item, Sources sources) {
        switch (item) {
            case Select select -> select(select, sources);
            case TableFunction function -> function.getFunctions().forEach(each -> subqueries(each, sources));
            default -> throw refused("a source of this form is not understood");
        }
    }

    private Source source(Table table) {
        String schema = table.getUnquotedSchemaName();
        if (schema == null) {
            if (commonTables.contains(table.getUnquotedName())) {
                return Source.common(table);
            }
            throw refused("a table is named with its schema: " + table.getName());
        }
        String name = schema + '.' + table.getUnquotedName();
        if (!tables.contains(name)) {
            throw refused("there is no table " + name);
        }
        boolean tenantTable = tenantTables.contains(name);
        if (tenantTable) {
            found++;
        }
        return Source.table(name, table, tenantTable);
    }

    private void settle(Sources sources) {
        sources.solve(tenantParameters);
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
                        select(select, sources);
                        return null;
                    }

                    @Override
                    public <S> @Nullable Void visit(Select select, S context) {
                        select(select, sources);
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

    /** Functions of PostgreSQL's own are free; one of ours may look across tenants and must be told which. */
    private void call(Function function) {
        List<String> name = function.getMultipartName();
        if (name.size() == 1 || name.getFirst().replace("\"", "").equals("pg_catalog")) {
            return;
        }
        var parameters = function.getParameters();
        if (parameters == null
                || parameters.isEmpty()
                || !(parameter(parameters.getFirst()) instanceof JdbcParameter tenant)) {
            throw refused("the first argument of " + function.getName() + " is the tenant");
        }
        tenantParameters.set(tenant.getIndex());
    }

    static @Nullable JdbcParameter parameter(Expression expression) {
        return switch (expression) {
            case JdbcParameter parameter -> parameter;
            case CastExpression cast -> parameter(cast.getLeftExpression());
            default -> null;
        };
    }

    private static <T> Collection<T> orEmpty(@Nullable Collection<T> items) {
        return items == null ? List.of() : items;
    }

    private UnboundStatementException refused(String why) {
        return new UnboundStatementException(why, sql);
    }
}
