package io.merkato.tenancy;

import static io.merkato.jooq.tenancy.Tables.CONTENT_VERSION;
import static java.util.Objects.requireNonNull;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.inline;

import io.merkato.api.ConstraintRefusals;
import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.jooq.DefaultCatalog;
import java.sql.Connection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jooq.Configuration;
import org.jooq.ExecuteListenerProvider;
import org.jooq.SQLDialect;
import org.jooq.SelectField;
import org.jooq.Table;
import org.jooq.conf.Settings;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DefaultConfiguration;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;

/** Opens the way to a tenant's rows. */
@Component
public class TenantContexts {

    private static final int REMEMBERED = 20_000;

    private final DataSource dataSource;
    private final ConnectionShares shares;
    private final Configuration configuration;
    private final StatementGuard guard;
    private final Supplier<MutationLog> mutationLog;
    private final Map<String, Refusal> refusals = new HashMap<>();
    private final Remembered<Tenant.Id, Long> contentVersions;

    TenantContexts(
            @Value("${merkato.catalogue-cache.staleness}") Duration staleness,
            DataSource dataSource,
            ConnectionShares shares,
            ObjectProvider<ExecuteListenerProvider> listeners,
            ObjectProvider<MutationLog> mutationLog,
            List<ConstraintRefusals> refusals) {
        this.dataSource = dataSource;
        this.shares = shares;
        this.contentVersions = new Remembered<>(REMEMBERED, staleness, tenant -> contentVersion(of(tenant)));
        this.mutationLog = SingletonSupplier.of(mutationLog::getObject);
        this.guard = new StatementGuard(tables(table -> true), tables(TenantContexts::belongsToTenant));
        this.configuration = new DefaultConfiguration()
                .set(SQLDialect.POSTGRES)
                .set(new Settings().withExecuteLogging(false).withRenderCatalog(false))
                .set(listeners.orderedStream().toArray(ExecuteListenerProvider[]::new));
        refusals.forEach(module -> this.refusals.putAll(module.byConstraint()));
    }

    /** The context of this tenant. Nothing is read: whether there is such a tenant, and an open one, is the caller's to know. */
    public TenantContext of(Tenant.Id tenant) {
        return new TenantContext(tenant, this, new Connections.Pooled(dataSource, tenant, shares.of(tenant), guard));
    }

    private static long contentVersion(TenantContext tenant) {
        Long version = tenant.sql()
                .select(CONTENT_VERSION.VERSION)
                .from(CONTENT_VERSION)
                .where(tenant.owns(CONTENT_VERSION))
                .fetchOne(CONTENT_VERSION.VERSION);
        return version == null ? 0 : version;
    }

    private static final Template<Template.Nothing, Object> SETTLED_VERSION =
            new Template<>((tenant, nothing) -> Template.Query.of(tenant.sql()
                    .select(List.<SelectField<?>>of(CONTENT_VERSION.VERSION))
                    .from(CONTENT_VERSION)
                    .where(tenant.owns(CONTENT_VERSION))
                    .and(coalesce(
                                    function(
                                            "current_setting",
                                            String.class,
                                            inline("app.content_changed"),
                                            inline(true)),
                                    inline(""))
                            .eq(inline("")))));

    static Optional<Long> settledContentVersion(TenantContext tenant) {
        return SETTLED_VERSION.fetch(tenant, new Template.Nothing()).rows().stream()
                .findFirst()
                .map(row -> row.get(CONTENT_VERSION.VERSION));
    }

    Remembered<Tenant.Id, Long> contentVersions() {
        return contentVersions;
    }

    static Set<String> tables(Predicate<Table<?>> which) {
        return DefaultCatalog.DEFAULT_CATALOG
                .schemaStream()
                .flatMap(schema -> schema.tableStream())
                .filter(which)
                .map(TenantContexts::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    static boolean belongsToTenant(Table<?> table) {
        return table.field(BoundStatement.TENANT_ID) != null;
    }

    private static String name(Table<?> table) {
        return requireNonNull(table.getSchema()).getName() + '.' + table.getName();
    }

    /** @param kept whether what was done stays */
    record Outcome<P>(P payload, boolean kept) {}

    /** One transaction that ends in a payload; whatever refuses it rolls it back. */
    <P extends MutationPayload> P mutate(
            @Nullable Duration patience, Function<List<UserError>, P> refused, Function<Connection, Outcome<P>> rule) {
        try {
            return Transactions.run(dataSource, patience, rule, Outcome::kept).payload();
        } catch (Refused e) {
            return refused.apply(e.errors());
        } catch (DataAccessException e) {
            Refusal refusal = refusal(e);
            if (refusal == null) {
                throw e;
            }
            return refused.apply(List.of(refusal));
        }
    }

    /** {@code ProductArchive.Payload} is the outcome of {@code productArchive}. */
    static String action(Class<?> payload) {
        Class<?> mutation = payload.getEnclosingClass();
        String name = (mutation == null ? payload : mutation).getSimpleName();
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    /** The words that a module has for a violated constraint; anything else is no refusal but a fault. */
    @Nullable
    Refusal refusal(DataAccessException e) {
        if (e.getCause(PSQLException.class) instanceof PSQLException cause
                && cause.getServerErrorMessage() != null
                && cause.getServerErrorMessage().getConstraint() != null) {
            return refusals.get(cause.getServerErrorMessage().getConstraint());
        }
        return null;
    }

    ConnectionShares shares() {
        return shares;
    }

    DataSource dataSource() {
        return dataSource;
    }

    Configuration configuration() {
        return configuration;
    }

    StatementGuard guard() {
        return guard;
    }

    MutationLog mutationLog() {
        return mutationLog.get();
    }
}
