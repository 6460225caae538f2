package io.merkato.store;

import static io.merkato.api.UserErrorCode.INVALID;
import static io.merkato.api.UserErrorCode.NOT_FOUND;
import static io.merkato.api.UserErrorCode.TAKEN;
import static io.merkato.api.UserErrorCode.VERSION_CONFLICT;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.merkato.MerkatoTest;
import io.merkato.TestDatabase;
import io.merkato.api.UserError;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.tenancy.NewTenants;
import io.merkato.tenancy.TenantContext;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.graphql.data.ArgumentValue;

@MerkatoTest
class StoreTest {

    private static final Viewer STAFF = Viewer.system("test");
    private static final Locale AMHARIC = Locale.forLanguageTag("am-ET");
    private static final Currency ETB = Currency.getInstance("ETB");
    private static final Currency USD = Currency.getInstance("USD");

    private final StoreRepository stores;
    private final StoreCreate create;
    private final StoreUpdate update;
    private final StoreSetDefault setDefault;
    private final StorePause pause;
    private final StoreResume resume;
    private final StoreClose close;
    private final StoreReopen reopen;
    private final StorePurge purge;
    private final NewTenants newTenants;
    private TenantContext tenant;

    StoreTest(
            StoreRepository stores,
            StoreCreate create,
            StoreUpdate update,
            StoreSetDefault setDefault,
            StorePause pause,
            StoreResume resume,
            StoreClose close,
            StoreReopen reopen,
            StorePurge purge,
            NewTenants newTenants) {
        this.stores = stores;
        this.create = create;
        this.update = update;
        this.setDefault = setDefault;
        this.pause = pause;
        this.resume = resume;
        this.close = close;
        this.reopen = reopen;
        this.purge = purge;
        this.newTenants = newTenants;
        this.tenant = newTenants.context();
    }

    @BeforeEach
    void a_tenant_of_its_own() {
        tenant = newTenants.context();
    }

    private static StoreCreate.Input input(String code) {
        return input(code, USD, List.of(ETB));
    }

    private static StoreCreate.Input input(String code, Currency currency, List<Currency> currencies) {
        return new StoreCreate.Input(
                code,
                "Diaspora",
                Locale.US,
                List.of(AMHARIC, Locale.US),
                currency,
                currencies,
                Store.TaxDisplay.NET,
                "night",
                null);
    }

    private Store created(String code) {
        return requireNonNull(create.storeCreate(input(code), tenant, STAFF).store());
    }

    private Store main() {
        return stores.findAll(tenant).getFirst();
    }

    @Test
    void a_new_tenant_has_one_store_and_it_is_the_default() {
        assertThat(stores.findAll(tenant))
                .extracting(
                        Store::code,
                        Store::name,
                        Store::status,
                        Store::isDefault,
                        Store::locale,
                        Store::locales,
                        Store::currency,
                        Store::currencies,
                        Store::taxDisplay)
                .containsExactly(tuple(
                        "main",
                        "Buna",
                        Store.Status.ACTIVE,
                        true,
                        AMHARIC,
                        List.of(AMHARIC),
                        ETB,
                        List.of(ETB),
                        Store.TaxDisplay.GROSS));
    }

    @Test
    void a_store_keeps_the_order_of_its_languages_and_always_offers_its_own() {
        Store store = created("diaspora");

        assertThat(store)
                .extracting(
                        Store::code,
                        Store::isDefault,
                        Store::locale,
                        Store::locales,
                        Store::currency,
                        Store::currencies,
                        Store::taxDisplay,
                        Store::theme,
                        Store::version)
                .containsExactly(
                        "diaspora",
                        false,
                        Locale.US,
                        List.of(AMHARIC, Locale.US),
                        USD,
                        List.of(USD, ETB),
                        Store.TaxDisplay.NET,
                        "night",
                        1);
    }

    @Test
    void a_code_is_unique_among_open_stores_and_well_formed() {
        Store first = created("diaspora");

        assertThat(create.storeCreate(input("diaspora"), tenant, STAFF).userErrors())
                .extracting(UserError::code, UserError::path)
                .containsExactly(tuple(TAKEN, List.of("input", "code")));
        assertThat(create.storeCreate(input("Dia Spora"), tenant, STAFF).userErrors())
                .extracting(UserError::code)
                .containsExactly(INVALID);
        close.storeClose(first.id(), tenant, STAFF);
        assertThat(created("diaspora").code()).isEqualTo("diaspora");
        assertThat(reopen.storeReopen(first.id(), tenant, STAFF).userErrors())
                .extracting(UserError::code)
                .containsExactly(TAKEN);
    }

    @Test
    void a_currency_that_the_platform_does_not_know_is_refused_where_it_was_given() {
        Currency baht = Currency.getInstance("THB");
        Store.Id store = created("diaspora").id();

        assertThat(create.storeCreate(input("thai", baht, List.of(ETB)), tenant, STAFF)
                        .userErrors())
                .extracting(UserError::code, UserError::path)
                .containsExactly(tuple(INVALID, List.of("input", "currency")));
        assertThat(create.storeCreate(input("thai", ETB, List.of(ETB, baht)), tenant, STAFF)
                        .userErrors())
                .extracting(UserError::path)
                .containsExactly(List.of("input", "currencies"));
        var main = new StoreUpdate.Input(null, null, null, null, baht, null, null, ArgumentValue.omitted(), null);
        assertThat(update.storeUpdate(store, main, null, tenant, STAFF).userErrors())
                .extracting(UserError::path)
                .containsExactly(List.of("input", "currency"));
        var variant = new StoreUpdate.Input(
                null, null, Locale.forLanguageTag("de-1996"), null, null, null, null, ArgumentValue.omitted(), null);
        assertThat(update.storeUpdate(store, variant, null, tenant, STAFF).userErrors())
                .extracting(UserError::path)
                .containsExactly(List.of("input", "locale"));
    }

    @Test
    void a_name_is_measured_in_characters() {
        String name = "𐓏".repeat(255);
        var input = new StoreUpdate.Input(
                null, name, null, null, null, null, null, ArgumentValue.ofNullable("𐓏".repeat(100)), null);

        assertThat(requireNonNull(update.storeUpdate(main().id(), input, null, tenant, STAFF)
                                .store())
                        .name())
                .isEqualTo(name);
    }

    @Test
    void an_update_changes_what_it_names() {
        Store store = created("diaspora");
        var input = new StoreUpdate.Input(
                null, "Abroad", null, null, ETB, null, null, ArgumentValue.ofNullable(null), null);

        Store after = requireNonNull(
                update.storeUpdate(store.id(), input, 1, tenant, STAFF).store());

        assertThat(after)
                .extracting(
                        Store::code,
                        Store::name,
                        Store::locale,
                        Store::currency,
                        Store::currencies,
                        Store::theme,
                        Store::version)
                .containsExactly("diaspora", "Abroad", Locale.US, ETB, List.of(USD, ETB), null, 2);
        assertThat(update.storeUpdate(store.id(), input, 1, tenant, STAFF).userErrors())
                .extracting(UserError::code)
                .containsExactly(VERSION_CONFLICT);
    }

    @Test
    void a_host_that_was_not_claimed_leads_to_no_store() {
        var input = new StoreUpdate.Input(
                null, null, null, null, null, null, null, ArgumentValue.omitted(), List.of("shop.example.et"));

        assertThat(update.storeUpdate(main().id(), input, null, tenant, STAFF).userErrors())
                .extracting(UserError::code, UserError::path)
                .containsExactly(tuple(NOT_FOUND, List.of("input", "domains", "0")));
    }

    @Test
    void a_store_goes_through_its_life_and_refuses_every_other_step() {
        Store.Id id = created("diaspora").id();

        assertThat(resume.storeResume(id, tenant, STAFF).userErrors())
                .containsExactly(
                        StoreStatusConflict.of(Store.Status.ACTIVE, "A store that is ACTIVE cannot become ACTIVE."));
        assertThat(requireNonNull(pause.storePause(id, tenant, STAFF).store()).status())
                .isEqualTo(Store.Status.PAUSED);
        assertThat(setDefault.storeSetDefault(id, tenant, STAFF).userErrors())
                .containsExactly(StoreStatusConflict.of(Store.Status.PAUSED, "Only an open store can be the default."));
        assertThat(requireNonNull(resume.storeResume(id, tenant, STAFF).store()).status())
                .isEqualTo(Store.Status.ACTIVE);
        assertThat(requireNonNull(close.storeClose(id, tenant, STAFF).store()).status())
                .isEqualTo(Store.Status.CLOSED);
        assertThat(pause.storePause(id, tenant, STAFF).userErrors())
                .containsExactly(
                        StoreStatusConflict.of(Store.Status.CLOSED, "A store that is CLOSED cannot become PAUSED."));
        assertThat(requireNonNull(reopen.storeReopen(id, tenant, STAFF).store()).status())
                .isEqualTo(Store.Status.ACTIVE);
    }

    @Test
    void the_default_store_stays_open_until_another_takes_its_place() {
        Store main = main();
        Store other = created("diaspora");

        assertThat(close.storeClose(main.id(), tenant, STAFF).userErrors())
                .containsExactly(StoreStatusConflict.of(
                        Store.Status.ACTIVE,
                        "The default store cannot be closed; make another one the default first."));
        assertThat(pause.storePause(main.id(), tenant, STAFF).userErrors())
                .containsExactly(StoreStatusConflict.of(
                        Store.Status.ACTIVE,
                        "The default store cannot be paused; make another one the default first."));
        setDefault.storeSetDefault(other.id(), tenant, STAFF);
        assertThat(stores.findAll(tenant))
                .extracting(Store::code, Store::isDefault, Store::version)
                .containsExactly(tuple("main", false, 2), tuple("diaspora", true, 2));
        assertThat(close.storeClose(main.id(), tenant, STAFF).userErrors()).isEmpty();
    }

    @Test
    void of_many_defaults_set_at_once_one_remains() throws InterruptedException, ExecutionException {
        List<Store.Id> ids = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            ids.add(created("s" + i).id());
        }
        List<Future<StoreSetDefault.Payload>> all = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 32; i++) {
                Store.Id id = ids.get(i % 8);
                all.add(threads.submit(() -> setDefault.storeSetDefault(id, tenant, STAFF)));
            }
        }

        for (Future<StoreSetDefault.Payload> each : all) {
            assertThat(each.get().userErrors()).isEmpty();
        }
        assertThat(stores.findAll(tenant).stream().filter(Store::isDefault)).hasSize(1);
    }

    @Test
    void the_database_itself_refuses_a_second_default_none_a_closed_one_and_one_in_a_language_it_lacks() {
        created("diaspora");
        String of = " where tenant_id = '" + tenant.id().value() + "'";

        assertThat(violated("update store.store set is_default = true" + of)).isEqualTo("store_default_key");
        assertThat(violated("update store.store set is_default = false" + of)).isEqualTo("store_default_required");
        assertThat(violated("delete from store.store" + of + " and is_default")).isEqualTo("store_default_required");
        assertThat(violated("update store.store set status = 'PAUSED'" + of)).isEqualTo("store_default_check");
        assertThat(violated("update store.store set locale = 'fr'" + of)).isEqualTo("store_default_locale_fkey");
        assertThat(violated("update store.store set currency = 'XOF'" + of)).isEqualTo("store_default_currency_fkey");
        assertThat(violated("delete from store.store_currency" + of)).isEqualTo("store_default_currency_fkey");
    }

    private static @Nullable String violated(String sql) {
        try (Connection superuser = TestDatabase.superuser()) {
            superuser.createStatement().execute(sql);
            return null;
        } catch (SQLException e) {
            return e instanceof org.postgresql.util.PSQLException known && known.getServerErrorMessage() != null
                    ? known.getServerErrorMessage().getConstraint()
                    : e.getMessage();
        }
    }

    @Test
    void a_closed_store_is_deleted_after_90_days_and_one_that_is_still_needed_keeps_back_no_other()
            throws SQLException {
        Store.Id needed = created("bazaar").id();
        Store.Id id = created("diaspora").id();
        close.storeClose(needed, tenant, STAFF);
        close.storeClose(id, tenant, STAFF);
        purge.tidy(tenant);
        assertThat(stores.find(tenant, id)).isPresent();
        try (Connection superuser = TestDatabase.superuser();
                Statement statement = superuser.createStatement()) {
            statement.execute("update store.store set deleted_at = now() - interval '91 days' where id = '"
                    + needed.value() + "'");
            statement.execute("update store.store set deleted_at = now() - interval '2160 hours' where id = '"
                    + id.value() + "'");
            statement.execute(
                    "insert into channel.external_source (tenant_id, id, code, name, kind, store_id, currency, prices_include_tax) values ('"
                            + tenant.id().value() + "', gen_random_uuid(), 'bazaar', 'Bazaar', 'MARKETPLACE', '"
                            + needed.value() + "', 'ETB', true)");
        }

        purge.tidy(tenant);

        assertThat(stores.find(tenant, id)).isEmpty();
        assertThat(stores.find(tenant, needed)).isPresent();
    }

    @Test
    void a_store_of_another_tenant_is_like_one_that_never_existed() {
        Store.Id theirs = created("diaspora").id();
        TenantContext mine = newTenants.context();
        var never = new Store.Id(Uuid7.next());

        assertThat(pause.storePause(theirs, mine, STAFF)).isEqualTo(pause.storePause(never, mine, STAFF));
        assertThat(pause.storePause(theirs, mine, STAFF).userErrors())
                .extracting(UserError::code)
                .containsExactly(NOT_FOUND);
        assertThat(stores.find(mine, theirs)).isEmpty();
    }

    @Test
    void whoever_has_no_right_to_stores_changes_none() {
        assertThatThrownBy(() -> create.storeCreate(input("x"), tenant, Viewer.anonymous(Viewer.Origin.NONE)))
                .hasMessage("Sign in to do this.");
    }
}
