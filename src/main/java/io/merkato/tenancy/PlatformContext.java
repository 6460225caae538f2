package io.merkato.tenancy;

import io.merkato.api.Grant;
import io.merkato.api.MutationPayload;
import io.merkato.api.TypeId;
import io.merkato.api.UserError;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jooq.ConnectionProvider;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The way to the few tables that belong to no tenant: tenants themselves, plans, users, signing keys. A statement that
 * names a tenant's table is refused.
 */
public final class PlatformContext {

    private final TenantContexts contexts;
    private final StatementGuard guard;
    private final DSLContext sql;
    private final @Nullable List<Change> changes;

    PlatformContext(TenantContexts contexts) {
        this.contexts = contexts;
        this.guard =
                new StatementGuard(TenantContexts.tables(Predicate.not(TenantContexts::belongsToTenant)), Set.of());
        this.sql = dsl(new Connections.Pooled(contexts.dataSource(), null, null, guard));
        this.changes = null;
    }

    private PlatformContext(PlatformContext outside, Connection connection) {
        this.contexts = outside.contexts;
        this.guard = outside.guard;
        this.sql = dsl(new Connections.One(new GuardedConnection(connection, null, guard)));
        this.changes = new ArrayList<>();
    }

    private DSLContext dsl(ConnectionProvider connections) {
        return DSL.using(contexts.configuration().derive(connections));
    }

    StatementGuard guard() {
        return guard;
    }

    public DSLContext sql() {
        return sql;
    }

    /** As {@link TenantContext#mutate}, for what belongs to no tenant; written to the platform's own audit log. */
    public <P extends MutationPayload> P mutate(
            Grant grant, Function<List<UserError>, P> refused, Function<PlatformContext, P> rule) {
        return contexts.mutate(null, refused, connection -> {
            var inside = new PlatformContext(this, connection);
            P payload = rule.apply(inside);
            if (payload.userErrors().isEmpty() && inside.changes != null && !inside.changes.isEmpty()) {
                contexts.mutationLog().write(inside, grant, TenantContexts.action(payload.getClass()), inside.changes);
            }
            return new TenantContexts.Outcome<>(payload, payload.userErrors().isEmpty());
        });
    }

    /** One transaction for work that no caller waits for. */
    public <T> T transact(Function<PlatformContext, T> work) {
        return Transactions.run(
                contexts.dataSource(),
                null,
                connection -> work.apply(new PlatformContext(this, connection)),
                outcome -> true);
    }

    /** Says what this mutation changes; see {@link TenantContext#changed}. */
    public void changed(TypeId target, @Nullable Object before, @Nullable Object after) {
        if (changes == null) {
            throw new IllegalStateException("Nothing changes outside a transaction");
        }
        changes.add(Change.of(Change.Kind.CHANGED, target, before, after));
    }
}
