package io.merkato.store;

import static io.merkato.api.Permission.STORES_MANAGE;
import static io.merkato.api.Permission.TENANT_MANAGE;
import static io.merkato.api.UserErrorCode.NOT_ALLOWED;
import static io.merkato.api.UserErrorCode.NOT_FOUND;
import static io.merkato.jooq.tenancy.Tables.DOMAIN;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.merkato.MerkatoTest;
import io.merkato.TestDatabase;
import io.merkato.api.Reach;
import io.merkato.api.UserError;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.tenancy.Domain;
import io.merkato.tenancy.NewTenants;
import io.merkato.tenancy.TenantContext;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.graphql.data.ArgumentValue;

/** The stores “here” and “there”, and which of a tenant's hosts lead to which. */
@MerkatoTest
class StoreHostsTest {

    private static final Viewer STAFF = Viewer.system("test");
    private static final String SHOP = "shop.example.et";
    private static final String BUNA = "xn--1zd4h.example.et";
    private static final String MARKET = "market.example.et";

    private final StoreRepository stores;
    private final StoreCreate create;
    private final StoreUpdate update;
    private final StorePause pause;
    private final TenantContext tenant;
    private final Store.Id here;
    private final Store.Id there;

    StoreHostsTest(
            StoreRepository stores, StoreCreate create, StoreUpdate update, StorePause pause, NewTenants newTenants) {
        this.stores = stores;
        this.create = create;
        this.update = update;
        this.pause = pause;
        this.tenant = newTenants.context();
        this.here = requireNonNull(open("here").store()).id();
        this.there = requireNonNull(open("there").store()).id();
        for (String host : List.of(SHOP, MARKET, BUNA)) {
            tenant.transact(
                    STAFF.may(TENANT_MANAGE),
                    tx -> tx.sql()
                            .insertInto(DOMAIN)
                            .set(DOMAIN.TENANT_ID, tx.id())
                            .set(DOMAIN.ID, new Domain.Id(Uuid7.next()))
                            .set(DOMAIN.HOST, host)
                            .set(DOMAIN.TOKEN, "any")
                            .execute());
        }
    }

    private StoreCreate.Payload open(String code, String... hosts) {
        var input = new StoreCreate.Input(
                code, code, null, null, null, null, Store.TaxDisplay.GROSS, null, Arrays.asList(hosts));
        return create.storeCreate(input, tenant, STAFF);
    }

    private List<UserError> take(Store.Id store, Viewer viewer, String... hosts) {
        return update.storeUpdate(store, input(null, List.of(hosts)), null, tenant, viewer)
                .userErrors();
    }

    private static StoreUpdate.Input input(@Nullable String name, @Nullable List<String> hosts) {
        return new StoreUpdate.Input(null, name, null, null, null, null, null, ArgumentValue.omitted(), hosts);
    }

    private static Viewer keeperOf(Store.Id... own) {
        return new Viewer(
                STAFF.actor(),
                Map.of(
                        STORES_MANAGE,
                        new Reach.OnlyStores(Set.copyOf(
                                Arrays.stream(own).map(Store.Id::value).toList()))),
                Viewer.Origin.NONE);
    }

    private Store read(Store.Id store) {
        return stores.find(tenant, store).orElseThrow();
    }

    @Test
    void who_keeps_one_store_takes_no_host_from_another_nor_from_the_default_store() {
        assertThat(take(there, STAFF, SHOP)).isEmpty();

        for (String host : List.of(SHOP, MARKET, "unclaimed.example.et")) {
            assertThat(take(here, keeperOf(here), host))
                    .extracting(UserError::code, UserError::path)
                    .containsExactly(tuple(NOT_ALLOWED, List.of("input", "domains")));
        }

        assertThat(read(here).domains()).isEmpty();
        assertThat(read(there).domains()).containsExactly(SHOP);
    }

    @Test
    void a_host_is_the_one_that_was_claimed_however_it_is_spelt() {
        assertThat(take(here, STAFF, " ቡና.example.et", BUNA, "Shop.Example.ET")).isEmpty();

        assertThat(read(here).domains()).containsExactly(SHOP, BUNA);
    }

    @Test
    void of_many_hosts_the_one_that_nobody_claimed_is_named() {
        assertThat(take(here, STAFF, SHOP, SHOP, MARKET, "unclaimed.example.et", "no host"))
                .extracting(UserError::code, UserError::path)
                .containsExactly(tuple(NOT_FOUND, List.of("input", "domains", "3")));
        assertThat(requireNonNull(open("third", SHOP, "no host").userErrors()))
                .extracting(UserError::code, UserError::path)
                .containsExactly(tuple(NOT_FOUND, List.of("input", "domains", "1")));

        assertThat(read(here).domains()).isEmpty();
    }

    @Test
    void who_keeps_both_stores_moves_a_host_and_one_keeps_what_it_has() {
        assertThat(take(there, STAFF, SHOP, MARKET)).isEmpty();

        assertThat(take(here, keeperOf(here, there), SHOP)).isEmpty();
        assertThat(update.storeUpdate(here, input("Here", List.of(SHOP)), null, tenant, keeperOf(here))
                        .userErrors())
                .isEmpty();

        assertThat(read(here).domains()).containsExactly(SHOP);
        assertThat(read(there).domains()).containsExactly(MARKET);
    }

    @Test
    void a_store_that_loses_a_host_has_another_version() {
        assertThat(take(there, STAFF, SHOP)).isEmpty();
        assertThat(read(there).version()).isEqualTo(2);

        assertThat(take(here, STAFF, SHOP)).isEmpty();
        assertThat(read(there).version()).isEqualTo(3);
        Store third = requireNonNull(open("third", SHOP).store());

        assertThat(third.domains()).containsExactly(SHOP);
        assertThat(third.version()).isEqualTo(1);
        assertThat(read(here)).extracting(Store::domains, Store::version).containsExactly(List.of(), 3);
    }

    @Test
    void a_host_that_two_stores_take_at_once_leads_to_the_last() throws Exception {
        try (Connection holder = TestDatabase.superuser();
                var staff = Executors.newVirtualThreadPerTaskExecutor()) {
            holder.setAutoCommit(false);
            give(holder, SHOP, there);
            Future<List<UserError>> taking = staff.submit(() -> take(here, STAFF, SHOP));
            waitFor(holder, taking);
            holder.commit();

            assertThat(taking.get()).isEmpty();
        }
        assertThat(read(here).domains()).containsExactly(SHOP);
        assertThat(read(there).domains()).isEmpty();
    }

    @Test
    void a_store_that_is_paused_does_not_take_back_a_host_that_has_just_gone() throws Exception {
        assertThat(take(here, STAFF, SHOP)).isEmpty();
        try (Connection holder = TestDatabase.superuser();
                var staff = Executors.newVirtualThreadPerTaskExecutor()) {
            holder.setAutoCommit(false);
            holder.createStatement()
                    .execute("select from store.store_locale where store_id = '" + here.value() + "' for update");
            Future<List<UserError>> pausing =
                    staff.submit(() -> pause.storePause(here, tenant, STAFF).userErrors());
            waitFor(holder, pausing);
            holder.createStatement()
                    .execute("update store.store_domain set store_id = '" + there.value() + "' where store_id = '"
                            + here.value() + "'");
            holder.commit();
            assertThat(pausing.get()).isEmpty();
        }
        assertThat(read(here).domains()).isEmpty();
        assertThat(read(there).domains()).containsExactly(SHOP);
    }

    private void give(Connection holder, String host, Store.Id store) throws SQLException {
        holder.createStatement()
                .execute("insert into store.store_domain (tenant_id, host, store_id) values ('"
                        + tenant.id().value() + "', '" + host + "', '" + store.value() + "')");
    }

    private static void waitFor(Connection holder, Future<?> task) {
        while (!task.isDone() && TestDatabase.waitingFor(holder) < 1) {
            Thread.onSpinWait();
        }
    }
}
