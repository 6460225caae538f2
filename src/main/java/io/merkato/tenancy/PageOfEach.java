package io.merkato.tenancy;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.lateral;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectCount;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.unnest;
import static org.jooq.impl.DSL.val;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Pages;
import io.merkato.api.Sql;
import io.merkato.api.TypeId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record2;
import org.jooq.RecordMapper;
import org.jooq.Result;
import org.jooq.Select;
import org.jooq.SelectField;
import org.jooq.SelectJoinStep;
import org.jooq.SortField;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.SQLDataType;

/**
 * A page of the children of each of many parents, in one statement: an index lookup per parent, however many children the
 * others have.
 *
 * @param list the cursors' name for it
 * @param parent the child's column that names its parent
 * @param id of the child; unique among those of one parent
 * @param order of the children, the id last
 * @param which children
 */
public record PageOfEach<P extends TypeId, C>(
        TenantContext tenant,
        Pages pages,
        String list,
        Table<?> children,
        TableField<?, P> parent,
        TableField<?, C> id,
        List<SortField<?>> order,
        Condition which) {

    private static final Field<UUID> PARENT = field(name("each", "parent_id"), UUID.class);

    public PageOfEach(
            TenantContext tenant,
            Pages pages,
            String list,
            Table<?> children,
            TableField<?, P> parent,
            TableField<?, C> id,
            List<SortField<?>> order) {
        this(tenant, pages, list, children, parent, id, order, noCondition());
    }

    public <T> Map<P, Connection<T>> fetch(
            Collection<P> parents, List<SelectField<?>> fields, PageArgs args, RecordMapper<Record, T> mapper) {
        return fetch(parents, tenant.sql().select(parent).select(fields).from(children), args, mapper);
    }

    /** @param rows selects the children with the parent, and joins what else they need */
    public <T> Map<P, Connection<T>> fetch(
            Collection<P> parents, SelectJoinStep<Record> rows, PageArgs args, RecordMapper<Record, T> mapper) {
        Table<?> page = lateral(pages.slice(
                        scope(),
                        select(id)
                                .from(children)
                                .where(tenant.owns(children))
                                .and(parent.coerce(UUID.class).eq(PARENT))
                                .and(which),
                        order,
                        args)
                .asTable("page"));
        Field<C> pageId = page.field(id);
        if (pageId == null) {
            throw new IllegalStateException("The page has no " + id);
        }
        Map<P, List<Record>> found = rows
                .join(each(parents).crossJoin(page))
                .on(id.eq(pageId).and(parent.coerce(UUID.class).eq(PARENT)))
                .where(tenant.owns(children))
                .orderBy(Pages.direction(order, args))
                .fetch()
                .stream()
                .collect(groupingBy(row -> row.get(parent), toList()));
        return pages(parents, found, args, mapper);
    }

    /**
     * The same pages by a statement that finds each row once, by the index of its parent, and nothing of the parents themselves.
     *
     * @param rows selects the children with the parent, each column by a name of its own
     */
    public Select<Record> whole(Collection<P> parents, SelectJoinStep<Record> rows, PageArgs args) {
        Table<?> page = lateral(pages.slice(
                        scope(),
                        rows.where(tenant.owns(children))
                                .and(parent.coerce(UUID.class).eq(PARENT))
                                .and(which),
                        order,
                        args)
                .asTable("page"));
        return tenant.sql()
                .select(page.fields())
                .from(each(parents).crossJoin(page))
                .orderBy(Pages.direction(order, args).stream()
                        .<SortField<?>>map(by -> Sql.column(page, by.$field()).sort(by.$sortOrder()))
                        .toList());
    }

    /** @param rows of {@link #whole} */
    public <T> Map<P, Connection<T>> pages(
            Collection<P> parents, Result<Record> rows, PageArgs args, RecordMapper<Record, T> mapper) {
        Field<P> of = rows.field(parent);
        return pages(
                parents, rows.stream().collect(groupingBy(row -> row.get(requireNonNull(of)), toList())), args, mapper);
    }

    private <T> Map<P, Connection<T>> pages(
            Collection<P> parents, Map<P, List<Record>> found, PageArgs args, RecordMapper<Record, T> mapper) {
        return parents.stream()
                .distinct()
                .collect(toMap(
                        key -> key,
                        key -> pages.connection(scope(), found.getOrDefault(key, List.of()), order, args, mapper)));
    }

    /** How many each parent has, as far as is counted: at most one more than {@link Connection#MOST_COUNTED}. */
    public Map<P, Integer> count(Collection<P> parents) {
        Table<?> counted = lateral(selectCount()
                .from(selectOne()
                        .from(children)
                        .where(tenant.owns(children))
                        .and(parent.coerce(UUID.class).eq(PARENT))
                        .and(which)
                        .limit(inline(Connection.MOST_COUNTED + 1))
                        .asTable("child"))
                .asTable("counted", "children"));
        return tenant.sql()
                .select(PARENT.coerce(parent), field(name("counted", "children"), Integer.class))
                .from(each(parents).crossJoin(counted))
                .fetchMap(Record2::value1, Record2::value2);
    }

    private static <P extends TypeId> Table<?> each(Collection<P> parents) {
        UUID[] ids = parents.stream().map(TypeId::value).toArray(UUID[]::new);
        return unnest(val(ids, SQLDataType.UUID.array())).as("each", "parent_id");
    }

    private String scope() {
        return tenant.id() + " " + list;
    }
}
