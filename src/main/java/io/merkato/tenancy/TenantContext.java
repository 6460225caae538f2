package io.merkato.tenancy;

import io.merkato.api.Grant;
import io.merkato.api.Idempotency;
import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.TypeId;
import io.merkato.api.UserError;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jooq.CheckReturnValue;
import org.jooq.Condition;
import org.jooq.ConnectionProvider;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jooq.impl.NoConnectionProvider;
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
    private final ConnectionProvider connections;
    private volatile @Nullable DSLContext sql;
    private final @Nullable List<Change> changes;
    private final boolean itemByItem;
    private boolean unchanged;
    private boolean ownDeed;

    TenantContext(Tenant.Id id, TenantContexts contexts, ConnectionProvider connections) {
        this(id, contexts, connections, null, false);
    }

    private TenantContext(
            Tenant.Id id,
            TenantContexts contexts,
            ConnectionProvider connections,
            @Nullable List<Change> changes,
            boolean itemByItem) {
        this.itemByItem = itemByItem;
        this.id = id;
        this.contexts = contexts;
        this.connections = connections;
        this.changes = changes;
    }

    public Tenant.Id id() {
        return id;
    }

    /** Made once it is asked for: what is remembered is answered without. */
    public DSLContext sql() {
        DSLContext made = sql;
        if (made == null) {
            made = DSL.using(contexts.configuration().derive(connections));
            sql = made;
        }
        return made;
    }

    /** To put together a query for no tenant in particular; it cannot be carried out. */
    TenantContext sample(Tenant.Id nobody) {
        return new TenantContext(nobody, contexts, new NoConnectionProvider());
    }

    /**
     * How often what shoppers read of it has changed. Exact for what this node wrote; what another one wrote is counted after
     * {@code merkato.catalogue-cache.staleness}.
     */
    public long contentVersion() {
        return contexts.contentVersions().get(id);
    }

    /**
     * The same as it is at this moment, by one statement. What is read after it may be kept for as long as it stays the same. Empty while this transaction itself changes what
     * counts, and where nothing ever did.
     */
    public Optional<Long> settledContentVersion() {
        return TenantContexts.settledContentVersion(this);
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
     * {@link #changed} is written to the audit log before the commit; where that is nothing, all is rolled back, and no
     * version or time says otherwise.
     *
     * @param grant proof that the viewer may
     * @param refused makes the payload of a refusal
     * @param rule runs again where a concurrent transaction got in the way: it must touch nothing but the database
     */
    public <P extends MutationPayload> P mutate(
            Grant grant, Function<List<UserError>, P> refused, Function<TenantContext, P> rule) {
        return mutate(grant, null, refused, rule);
    }

    /**
     * As {@link #mutate(Grant, Function, Function)}, for what takes the longer the more a tenant has.
     *
     * @param patience how long one statement may take; null for as long as those of a request
     */
    public <P extends MutationPayload> P mutate(
            Grant grant,
            @Nullable Duration patience,
            Function<List<UserError>, P> refused,
            Function<TenantContext, P> rule) {
        return attempt(patience, refused, inside -> {
            P payload = rule.apply(inside);
            return new TenantContexts.Outcome<>(
                    payload, payload.userErrors().isEmpty() && inside.log(grant, payload.getClass()));
        });
    }

    private <P extends MutationPayload> P attempt(
            @Nullable Duration patience,
            Function<List<UserError>, P> refused,
            Function<TenantContext, TenantContexts.Outcome<P>> rule) {
        try {
            return contexts.shares().of(id).during(() -> {
                try {
                    return contexts.mutate(patience, refused, connection -> rule.apply(inside(connection, false)));
                } catch (SomeItemRefused e) {
                    return contexts.mutate(patience, refused, connection -> rule.apply(inside(connection, true)));
                }
            });
        } finally {
            contexts.contentVersions().forget(id);
        }
    }

    /**
     * As {@link #mutate}, for what must not happen twice: a retry with the same key finds what came of the first and only
     * answers. The key is stored by the transaction that has the effect; a refusal stores nothing, as it wrote nothing.
     *
     * @param effect changes something and says what, by the id that the answer is made of
     * @param answer makes the payload, the first time and at each retry
     */
    public <P extends MutationPayload> P mutateOnce(
            Grant grant,
            Idempotency once,
            Function<List<UserError>, P> refused,
            Function<TenantContext, ? extends TypeId> effect,
            BiFunction<TenantContext, UUID, P> answer) {
        return attempt(null, refused, inside -> {
            Optional<UUID> earlier = IdempotencyKeys.find(inside, grant, once);
            UUID outcome = earlier.orElseGet(() -> effect.apply(inside).value());
            P payload = answer.apply(inside, outcome);
            if (earlier.isEmpty()) {
                IdempotencyKeys.write(inside, grant, once, outcome);
            }
            boolean kept =
                    payload.userErrors().isEmpty() && (earlier.isPresent() || inside.log(grant, payload.getClass()));
            return new TenantContexts.Outcome<>(payload, kept);
        });
    }

    /**
     * Writes the items of a list of the caller's input in one statement. Where the database refuses it, the mutation runs
     * again with a statement for each item, so that the refusal names the one: {@code input.sku} becomes
     * {@code input.variants.1.sku} where that is the item's place.
     *
     * @param place from the arguments down
     * @param statement executes for these items
     * @return what each statement answered
     */
    public <T, R> List<R> write(List<T> items, Function<T, List<String>> place, Function<List<T>, R> statement) {
        if (items.size() > 1 && !itemByItem) {
            try {
                return List.of(statement.apply(items));
            } catch (DataAccessException e) {
                throw contexts.refusal(e) == null ? e : new SomeItemRefused(e);
            }
        }
        var answers = new ArrayList<R>();
        for (T item : items) {
            try {
                answers.add(statement.apply(List.of(item)));
            } catch (DataAccessException e) {
                Refusal refusal = contexts.refusal(e);
                throw refusal == null ? e : new Refused(refusal.at(place.apply(item)));
            }
        }
        return answers;
    }

    /** Which one is to be found out. */
    private static final class SomeItemRefused extends RuntimeException {
        SomeItemRefused(DataAccessException cause) {
            super(cause);
        }
    }

    /** One transaction for work that no caller waits for: jobs, loading, housekeeping. A statement may take a minute. */
    public <T> T transact(Grant grant, Function<TenantContext, T> work) {
        return transact(grant, Duration.ofMinutes(1), work);
    }

    /** @param patience how long one statement may take */
    public <T> T transact(Grant grant, Duration patience, Function<TenantContext, T> work) {
        try {
            return contexts.shares()
                    .of(id)
                    .during(() -> Transactions.run(
                            contexts.dataSource(),
                            patience,
                            connection -> work.apply(inside(connection, false)),
                            outcome -> true));
        } finally {
            contexts.contentVersions().forget(id);
        }
    }

    public boolean isTransaction() {
        return changes != null;
    }

    /** What is left to do once all this is committed; not at all where it is rolled back. */
    public void afterCommit(Runnable work) {
        Transactions.afterCommit(work);
    }

    /** For what makes sense only together with what else the transaction writes. */
    public void requireTransaction() {
        if (!isTransaction()) {
            throw new IllegalStateException("This belongs into a transaction");
        }
    }

    /** Says what this mutation creates; this, or one of the following, is said at least once in each. */
    public void created(TypeId target, Object after) {
        say(Change.of(Change.Kind.CREATED, target, null, after));
    }

    public void deleted(TypeId target, Object before) {
        say(Change.of(Change.Kind.DELETED, target, before, null));
    }

    /** What was deleted before is gone for good. */
    public void purged(TypeId target, Object before) {
        say(Change.of(Change.Kind.PURGED, target, before, null));
    }

    public void restored(TypeId target, Object before, Object after) {
        say(Change.of(Change.Kind.RESTORED, target, before, after));
    }

    /** @return what is to be answered: the one before where the other is no different but for its version and time */
    @CheckReturnValue
    public <T> T changed(TypeId target, T before, T after) {
        return changes(target, before, after) ? after : before;
    }

    /** Whether the two differ. */
    public boolean changes(TypeId target, Object before, Object after) {
        return say(Change.of(Change.Kind.CHANGED, target, before, after));
    }

    /** Says that this mutation found all as it was asked to make it: there is nothing to write down. */
    public void unchanged() {
        unchanged = true;
    }

    /**
     * Says that customers do this with what is their own. That is no deed in the tenant's name, is kept out of the audit log, and
     * holds up nobody else's. For a {@link Grant} of no permission only: what staff do is always written down.
     */
    public void ownDeed() {
        ownDeed = true;
    }

    private boolean say(Change change) {
        if (changes == null) {
            throw new IllegalStateException("Nothing changes outside a transaction");
        }
        if (change.isNone()) {
            unchanged = true;
            return false;
        }
        return changes.add(change);
    }

    private TenantContext inside(Connection connection, boolean itemByItem) {
        if (changes != null) {
            throw new IllegalStateException("Transactions do not nest");
        }
        var guarded = new GuardedConnection(connection, id, contexts.guard());
        return new TenantContext(id, contexts, new Connections.One(guarded), new ArrayList<>(), itemByItem);
    }

    /** Whether there was something to write down, or to keep without that. */
    private boolean log(Grant grant, Class<?> payload) {
        if (ownDeed) {
            if (grant.permission() != null || changes == null || !changes.isEmpty()) {
                throw new IllegalStateException(payload.getName() + " keeps from the log what staff do");
            }
            return true;
        }
        if (changes == null || changes.isEmpty()) {
            if (unchanged) {
                return false;
            }
            throw new IllegalStateException(payload.getName() + " did not say what it changed");
        }
        contexts.mutationLog().write(this, grant, TenantContexts.action(payload), List.copyOf(changes));
        return true;
    }
}
