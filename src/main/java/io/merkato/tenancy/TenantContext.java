package io.merkato.tenancy;

import io.merkato.api.Grant;
import io.merkato.api.MutationPayload;
import io.merkato.api.TypeId;
import io.merkato.api.UserError;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.ConnectionProvider;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * One tenant, and the only way to its rows: SQL cannot be written without one. Every statement carries the tenant for
 * row-level security, at no round trip of its own, and is refused unless it is bound to this tenant by its own text.
 *
 * <p>Outside {@link #mutate} and {@link #transact} each statement is its own transaction. Safe to share between threads
 * there; within a transaction it belongs to the thread that runs the rule.
 */
public final class TenantContext {

    private final Tenant.Id id;
    private final TenantContexts contexts;
    private final DSLContext sql;
    private final @Nullable List<Change> changes;

    TenantContext(
            Tenant.Id id, TenantContexts contexts, ConnectionProvider connections, @Nullable List<Change> changes) {
        this.id = id;
        this.contexts = contexts;
        this.sql = DSL.using(contexts.configuration().derive(connections));
        this.changes = changes;
    }

    public Tenant.Id id() {
        return id;
    }

    public DSLContext sql() {
        return sql;
    }

    /** Binds the table to this tenant: {@code tenant_id = ?}. */
    public Condition owns(Table<?> table) {
        @SuppressWarnings("unchecked") // every tenant_id is generated as one
        Field<Tenant.Id> tenantId = (Field<Tenant.Id>) table.field(BoundStatement.TENANT_ID);
        if (tenantId == null) {
            throw new IllegalArgumentException(table + " belongs to no tenant");
        }
        return tenantId.eq(id);
    }

    /**
     * Carries out a mutation in one transaction. A payload with errors, a {@code Refused} thrown on the way and a
     * violated constraint that a module has words for ({@code ConstraintRefusals}) all roll it back. What the rule
     * {@link #changed} is written to the audit log before the commit.
     *
     * @param grant proof that the viewer may
     * @param refused makes the payload of a refusal
     * @param rule runs again where a concurrent transaction got in the way: it must touch nothing but the database
     */
    public <P extends MutationPayload> P mutate(
            Grant grant, Function<List<UserError>, P> refused, Function<TenantContext, P> rule) {
        return contexts.mutate(refused, connection -> {
            TenantContext inside = inside(connection);
            P payload = rule.apply(inside);
            if (payload.userErrors().isEmpty()) {
                inside.log(grant, payload.getClass());
            }
            return payload;
        });
    }

    /** One transaction for work that no caller waits for: jobs, loading, housekeeping. */
    public <T> T transact(Grant grant, Function<TenantContext, T> work) {
        return Transactions.run(contexts.dataSource(), connection -> work.apply(inside(connection)), outcome -> true);
    }

    /**
     * Says what this mutation changes; at least once in each.
     *
     * @param before null for what is created
     * @param after null for what is deleted
     */
    public void changed(TypeId target, @Nullable Object before, @Nullable Object after) {
        if (changes == null) {
            throw new IllegalStateException("Nothing changes outside a transaction");
        }
        changes.add(new Change(target, before, after));
    }

    private TenantContext inside(Connection connection) {
        if (changes != null) {
            throw new IllegalStateException("Transactions do not nest");
        }
        var guarded = new GuardedConnection(connection, id, contexts.guard());
        return new TenantContext(id, contexts, new Connections.One(guarded), new ArrayList<>());
    }

    private void log(Grant grant, Class<?> payload) {
        if (changes == null || changes.isEmpty()) {
            throw new IllegalStateException(payload.getName() + " did not say what it changed");
        }
        contexts.mutationLog().write(this, grant, TenantContexts.action(payload), List.copyOf(changes));
    }
}
