package io.merkato.tenancy;

import static io.merkato.api.UserErrorCode.IDEMPOTENCY_IN_PROGRESS;
import static io.merkato.api.UserErrorCode.IDEMPOTENCY_KEY_REUSED;
import static io.merkato.api.UserErrorCode.NOT_ALLOWED;
import static io.merkato.jooq.tenancy.Tables.DOMAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.merkato.AtOnce;
import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.TestDatabase;
import io.merkato.api.Actor;
import io.merkato.api.Grant;
import io.merkato.api.Idempotency;
import io.merkato.api.MutationPayload;
import io.merkato.api.Permission;
import io.merkato.api.Reach;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jooq.ExecuteListenerProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** What is done under a key is done once, whatever comes again, at once or in between. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class IdempotencyTest {

    record Payload(Domain.@Nullable Id domain, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }

        List<UserErrorCode> codes() {
            return userErrors.stream().map(UserError::code).toList();
        }
    }

    private static final String ARGUMENTS = "a".repeat(64);

    private final TenantContext tenant;
    private final Grant grant = Viewer.system("test").may(Permission.TENANT_MANAGE);

    private final ObjectProvider<ExecuteListenerProvider> listeners;
    private final ObjectProvider<MutationLog> mutationLog;

    IdempotencyTest(
            Merchants merchants,
            ObjectProvider<ExecuteListenerProvider> listeners,
            ObjectProvider<MutationLog> mutationLog) {
        this.tenant = merchants.open().tenant();
        this.listeners = listeners;
        this.mutationLog = mutationLog;
    }

    @Test
    void a_retry_is_answered_with_what_the_first_did() {
        var once = new Idempotency("domainAdd", "k1", ARGUMENTS);

        Payload first = add(grant, once);
        Payload second = add(grant, once);

        assertThat(first.domain()).isNotNull();
        assertThat(second).isEqualTo(first);
        assertThat(domains()).isEqualTo(1);
    }

    @Test
    void of_many_at_once_one_has_the_effect() throws Exception {
        var once = new Idempotency("domainAdd", "k2", ARGUMENTS);
        List<Payload> answers = AtOnce.all(16, i -> add(grant, once));

        assertThat(domains()).isEqualTo(1);
        Payload done = add(grant, once);
        assertThat(answers)
                .allMatch(answer -> answer.equals(done) || answer.codes().equals(List.of(IDEMPOTENCY_IN_PROGRESS)));
        assertThat(answers).contains(done);
    }

    @Test
    void while_the_first_is_at_work_a_retry_is_told_so_and_waits_for_nothing() {
        var once = new Idempotency("domainAdd", "k3", ARGUMENTS);
        var during = new ArrayList<Payload>();

        Payload first = tenant.mutateOnce(
                grant,
                once,
                Payload::refused,
                tx -> {
                    during.add(CompletableFuture.supplyAsync(() -> add(grant, once))
                            .join());
                    return insert(tx);
                },
                (tx, id) -> new Payload(new Domain.Id(id), List.of()));

        assertThat(during.getFirst().codes()).containsExactly(IDEMPOTENCY_IN_PROGRESS);
        assertThat(first.userErrors()).isEmpty();
        assertThat(domains()).isEqualTo(1);
    }

    @Test
    void who_asks_before_the_first_has_ended_and_tries_for_the_key_after_that_is_answered_with_what_it_did()
            throws Exception {
        var once = new Idempotency("domainAdd", "k9", ARGUMENTS);
        Payload first;
        Future<Payload> second;
        try (var thread = Executors.newSingleThreadExecutor();
                var gate = new Gate()) {
            var asked = new CompletableFuture<Future<Payload>>();
            first = tenant.mutateOnce(
                    grant,
                    once,
                    Payload::refused,
                    tx -> {
                        Future<Payload> asking = thread.submit(() -> addFirst(gate.of(tenant.id()), once));
                        asked.complete(asking);
                        while (!gate.isKnockedAt() && !asking.isDone()) {
                            Thread.onSpinWait();
                        }
                        return insert(tx);
                    },
                    (tx, id) -> new Payload(new Domain.Id(id), List.of()));
            second = asked.join();
            assertThat(second).isNotDone();
            gate.open();
            assertThat(second.get()).isEqualTo(first);
        }

        assertThat(first.userErrors()).isEmpty();
        assertThat(domains()).isEqualTo(1);
    }

    /** Is refused where there is a domain. */
    private Payload addFirst(TenantContext tenant, Idempotency once) {
        return tenant.mutateOnce(
                grant,
                once,
                Payload::refused,
                tx -> {
                    if (tx.sql().fetchExists(DOMAIN, tx.owns(DOMAIN))) {
                        throw new Refused(Refusal.of(NOT_ALLOWED, "There is one."));
                    }
                    return insert(tx);
                },
                (tx, id) -> new Payload(new Domain.Id(id), List.of()));
    }

    /** A way to the database on which whoever tries for a key is held up right before. */
    private final class Gate implements AutoCloseable {

        private static final int NUMBER = 1_402_817;

        private final Connection keeper = TestDatabase.superuser();
        private final Connection visitor = TestDatabase.application();

        Gate() throws SQLException {
            try (Statement statement = keeper.createStatement()) {
                statement.execute("""
                        create schema gate;
                        grant usage on schema gate to merkato_app;
                        create function gate.pg_try_advisory_xact_lock(key bigint) returns boolean language plpgsql as $$
                        begin
                            perform pg_advisory_xact_lock_shared(%1$d);
                            return pg_catalog.pg_try_advisory_xact_lock(key);
                        end
                        $$;
                        select pg_advisory_lock(%1$d)""".formatted(NUMBER));
            }
            try (Statement statement = visitor.createStatement()) {
                statement.execute("set search_path = gate, pg_catalog; set lock_timeout = 0");
            }
        }

        TenantContext of(Tenant.Id tenant) {
            var source = new SingleConnectionDataSource(visitor, true);
            return new TenantContexts(
                            Duration.ZERO, source, new ConnectionShares(20, 3_000), listeners, mutationLog, List.of())
                    .of(tenant);
        }

        boolean isKnockedAt() {
            return TestDatabase.isWaitedFor(keeper);
        }

        void open() throws SQLException {
            try (Statement statement = keeper.createStatement()) {
                statement.execute("select pg_advisory_unlock(" + NUMBER + ")");
            }
        }

        @Override
        public void close() throws SQLException {
            open();
            visitor.close();
            try (Statement statement = keeper.createStatement()) {
                statement.execute("drop schema gate cascade");
            }
            keeper.close();
        }
    }

    @Test
    void other_arguments_under_the_same_key_are_refused() {
        add(grant, new Idempotency("domainAdd", "k4", ARGUMENTS));

        Payload other = add(grant, new Idempotency("domainAdd", "k4", "b".repeat(64)));

        assertThat(other.codes()).containsExactly(IDEMPOTENCY_KEY_REUSED);
        assertThat(domains()).isEqualTo(1);
    }

    @Test
    void a_key_is_its_callers_own_and_its_mutations() {
        Grant somebodyElse = new Viewer(
                        new Actor(Actor.Kind.API_KEY, "api_key_1", "till"),
                        Map.of(Permission.TENANT_MANAGE, new Reach.EveryStore()),
                        Viewer.Origin.NONE)
                .may(Permission.TENANT_MANAGE);

        add(grant, new Idempotency("domainAdd", "k5", ARGUMENTS));
        add(somebodyElse, new Idempotency("domainAdd", "k5", ARGUMENTS));
        add(grant, new Idempotency("domainRemove", "k5", ARGUMENTS));

        assertThat(domains()).isEqualTo(3);
    }

    @Test
    void of_guests_each_has_keys_of_their_own() {
        Grant anyone = Viewer.anonymous(Viewer.Origin.NONE).mayAsAnyone();
        var once = new Idempotency("domainAdd", "k8", ARGUMENTS);
        var guest = new Domain.Id(Uuid7.next());
        var another = new Domain.Id(Uuid7.next());

        Payload first = add(anyone, once.of(guest));
        Payload others = add(anyone, once.of(another));

        assertThat(add(anyone, once.of(guest))).isEqualTo(first);
        assertThat(add(anyone, once.of(another))).isEqualTo(others);
        assertThat(domains()).isEqualTo(2);
        assertThatThrownBy(() -> add(anyone, once)).hasMessage("domainAdd takes a key from it knows not whom");
    }

    @Test
    void what_was_refused_may_be_tried_again() {
        var once = new Idempotency("domainAdd", "k6", ARGUMENTS);
        var attempts = new AtomicInteger();

        Payload refused = tenant.mutateOnce(
                grant,
                once,
                Payload::refused,
                tx -> {
                    insert(tx);
                    attempts.incrementAndGet();
                    throw new Refused(Refusal.of(NOT_ALLOWED, "Not yet."));
                },
                (tx, id) -> new Payload(new Domain.Id(id), List.of()));
        Payload second = add(grant, once);

        assertThat(attempts).hasValue(1);
        assertThat(refused.codes()).containsExactly(NOT_ALLOWED);
        assertThat(second.userErrors()).isEmpty();
        assertThat(domains()).isEqualTo(1);
    }

    @Test
    void keys_are_forgotten_after_their_time() {
        List<Idempotency> keys = Stream.of("k7", "k8", "k9")
                .map(key -> new Idempotency("domainAdd", key, ARGUMENTS))
                .toList();
        keys.forEach(once -> add(grant, once));

        IdempotencyUpkeep.tidy(tenant, Instant.now().minusSeconds(60), 2);
        keys.forEach(once -> add(grant, once));
        assertThat(domains()).isEqualTo(3);

        IdempotencyUpkeep.tidy(tenant, Instant.now().plusSeconds(60), 2);
        keys.forEach(once -> add(grant, once));
        assertThat(domains()).isEqualTo(6);
    }

    private Payload add(Grant grant, Idempotency once) {
        return tenant.mutateOnce(
                grant,
                once,
                Payload::refused,
                IdempotencyTest::insert,
                (tx, id) -> new Payload(new Domain.Id(id), List.of()));
    }

    private static Domain.Id insert(TenantContext tx) {
        var id = new Domain.Id(Uuid7.next());
        tx.sql()
                .insertInto(DOMAIN)
                .set(DOMAIN.TENANT_ID, tx.id())
                .set(DOMAIN.ID, id)
                .set(DOMAIN.HOST, id.value() + ".example")
                .set(DOMAIN.TOKEN, "token")
                .execute();
        tx.created(id, id);
        return id;
    }

    private int domains() {
        return tenant.sql().fetchCount(DOMAIN, tenant.owns(DOMAIN));
    }
}
