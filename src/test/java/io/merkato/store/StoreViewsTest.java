package io.merkato.store;

import static io.merkato.jooq.tenancy.Tables.DOMAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.merkato.MerkatoTest;
import io.merkato.api.Fault;
import io.merkato.api.Permission;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.tenancy.Domain;
import io.merkato.tenancy.NewTenants;
import io.merkato.tenancy.Tenant;
import io.merkato.tenancy.TenantContexts;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tenant speaks am-ET; its store {@code dakar} offers fr-SN, en and wo, in this order of preference, in XOF and EUR. */
@MerkatoTest
class StoreViewsTest {

    private static final Viewer STAFF = Viewer.system("test");
    private static final Currency XOF = Currency.getInstance("XOF");
    private static final Currency EUR = Currency.getInstance("EUR");

    private final StoreViews views;
    private final StorePause pause;
    private final TenantContexts contexts;
    private final Tenant tenant;
    private final Store dakar;

    StoreViewsTest(
            StoreViews views, StoreCreate create, StorePause pause, TenantContexts contexts, NewTenants newTenants) {
        this.views = views;
        this.pause = pause;
        this.contexts = contexts;
        this.tenant = newTenants.create();
        contexts.of(tenant.id())
                .transact(
                        STAFF.may(Permission.TENANT_MANAGE),
                        tx -> tx.sql()
                                .insertInto(DOMAIN)
                                .set(DOMAIN.TENANT_ID, tx.id())
                                .set(DOMAIN.ID, new Domain.Id(Uuid7.next()))
                                .set(DOMAIN.HOST, "dakar.example.sn")
                                .set(DOMAIN.TOKEN, "any")
                                .execute());
        var input = new StoreCreate.Input(
                "dakar",
                "Dakar",
                Locale.forLanguageTag("fr-SN"),
                Stream.of("fr-SN", "en", "wo").map(Locale::forLanguageTag).toList(),
                XOF,
                List.of(XOF, EUR),
                Store.TaxDisplay.GROSS,
                null,
                List.of("Dakar.Example.sn"));
        this.dakar = create.storeCreate(input, contexts.of(tenant.id()), STAFF).store() instanceof Store store
                ? store
                : fail();
    }

    private static Store fail() {
        throw new AssertionError("no store");
    }

    private static StoreViews.Wish wish(@Nullable String store, @Nullable String languages) {
        return new StoreViews.Wish(null, store, languages, null, null);
    }

    @Test
    void without_a_wish_the_default_store_answers_in_its_own_way() {
        StoreView view = views.ofDefault(tenant);

        assertThat(view.store().code()).isEqualTo("main");
        assertThat(view.locales()).containsExactly(Locale.forLanguageTag("am-ET"), Locale.forLanguageTag("am"));
        assertThat(view.currency()).isEqualTo(Currency.getInstance("ETB"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dakar.example.sn", "DAKAR.example.SN", "dakar.example.sn:8443", "dakar.example.sn."})
    void a_host_of_its_own_leads_to_a_store_however_it_is_spelled(String host) {
        assertThat(views.find(tenant, new StoreViews.Wish(host, null, null, null, null), store -> false)
                        .store())
                .isEqualTo(dakar);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            fr-SN                 | fr-SN fr am-ET am
            fr                    | fr-SN fr am-ET am
            fr-FR, en;q=0.5       | fr-SN fr en am-ET am
            en-GB                 | en fr-SN fr am-ET am
            wo, en;q=0.9          | wo en fr-SN fr am-ET am
            de, *;q=0.1           | fr-SN fr am-ET am
            en;q=0                | fr-SN fr am-ET am
            not a language range! | fr-SN fr am-ET am
            """)
    void languages_are_looked_for_as_the_request_wants_and_the_store_has_them(String wanted, String chain) {
        assertThat(views.find(tenant, wish("dakar", wanted), store -> false).locales().stream()
                        .map(Locale::toLanguageTag))
                .containsExactly(chain.split(" "));
    }

    @Test
    void languages_behind_a_thousand_characters_are_not_looked_for() {
        String twenty = "zh-Hant-x-abcdefgh-abcdefgh-abcd-%02d;q=0.300, ";
        String long20 = IntStream.range(0, 19).mapToObj(twenty::formatted).collect(Collectors.joining());

        assertThat(views.find(tenant, wish("dakar", long20 + "wo;q=0.9"), store -> false)
                        .locale())
                .isEqualTo(Locale.forLanguageTag("wo"));
        assertThat(views.find(
                                tenant,
                                wish("dakar", long20 + "en;q=0.8, " + " ".repeat(300) + "wo;q=0.9"),
                                store -> false)
                        .locale())
                .isEqualTo(Locale.ENGLISH);
        assertThat(views.find(tenant, wish("dakar", "w" + "o".repeat(2_000)), store -> false)
                        .locale())
                .isEqualTo(Locale.forLanguageTag("fr-SN"));
    }

    @Test
    void what_the_document_says_comes_before_the_headers() {
        var wish = new StoreViews.Wish(null, "dakar", "fr", Locale.ENGLISH, EUR);

        StoreView view = views.find(tenant, wish, store -> false);

        assertThat(view.locale()).isEqualTo(Locale.ENGLISH);
        assertThat(view.currency()).isEqualTo(EUR);
        assertThat(view.in(Locale.GERMAN, Currency.getInstance("KWD"))).isEqualTo(view);
    }

    @Test
    void a_paused_store_answers_staff_only() {
        pause.storePause(dakar.id(), contexts.of(tenant.id()), STAFF);

        assertThat(views.find(tenant, wish("dakar", null), store -> true)
                        .store()
                        .id())
                .isEqualTo(dakar.id());
        assertThatThrownBy(() -> views.find(tenant, wish("dakar", null), store -> false))
                .isInstanceOf(Fault.class)
                .hasMessage("There is no such store.");
    }

    @Test
    void a_store_that_does_not_exist_is_not_replaced_by_the_default() {
        assertThatThrownBy(() -> views.find(tenant, wish("nowhere", null), store -> false))
                .isInstanceOf(Fault.class)
                .hasMessage("There is no such store.");
    }
}
