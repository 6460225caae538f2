package io.merkato.metering;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.LogLines;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.Patience;
import io.merkato.Statements;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.identity.BuiltInRole;
import io.merkato.tenancy.Tenant;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.TenantContexts;
import java.sql.SQLTransientConnectionException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.Test;

/** What a tenant used is counted once, by requests that pay nothing for it, and kept as long as it is said. */
@MerkatoTest
class UsageTest {

    private static final Viewer SOMEBODY = Viewer.anonymous(new Viewer.Origin("192.0.2.1", null, null));
    private static final LocalDate TODAY = LocalDate.of(2026, 3, 10);

    private final UsageRepository usage;
    private final UsageUpkeep upkeep;
    private final UsageMeter meter;
    private final TenantContexts contexts;
    private final Statements statements;
    private final Merchants merchants;
    private final Merchants.Merchant merchant;
    private final TenantContext tenant;
    private final Client shopper;

    UsageTest(
            UsageRepository usage,
            UsageUpkeep upkeep,
            UsageMeter meter,
            TenantContexts contexts,
            Statements statements,
            Merchants merchants,
            Client client) {
        Patience.withinOneDay();
        this.usage = usage;
        this.upkeep = upkeep;
        this.meter = meter;
        this.contexts = contexts;
        this.statements = statements;
        this.merchants = merchants;
        this.merchant = merchants.open();
        this.tenant = merchant.tenant();
        this.shopper = client.in(merchant.slug());
    }

    @Test
    void what_a_node_says_twice_counts_once_and_what_two_say_counts_twice() {
        UUID one = Uuid7.next();
        UUID other = Uuid7.next();
        usage.count(tenant, one, TODAY, 5, 500, List.of(1L, 2L));
        usage.count(tenant, one, TODAY, 5, 500, List.of(1L, 2L));
        usage.count(tenant, one, TODAY, 7, 800, List.of(2L, 3L));
        usage.count(tenant, one, TODAY, 5, 500, List.of());
        usage.count(tenant, other, TODAY, 4, 40, List.of(3L));

        assertThat(usage.between(tenant, TODAY, TODAY))
                .containsExactly(new UsageDay(TODAY, 11, 840, 3, null, null, null));
        assertThat(usage.requests(tenant, TODAY, TODAY)).isEqualTo(11);
    }

    @Test
    void what_was_half_written_down_is_written_down_whole_and_counted_once() {
        Client owner = merchants.staff(merchant, BuiltInRole.OWNER);
        owner.data("{ tenant { name } }");
        statements.failOnce("active_user", () -> {
            throw new DataAccessException("Gone in the midst of it");
        });
        meter.write();
        meter.write();
        owner.data("{ tenant { name } }");
        meter.write();

        LocalDate today = UsageMeter.today();
        assertThat(usage.requests(tenant, today, today)).isEqualTo(2);
        assertThat(usage.between(tenant, today, today).getFirst().activeUsers()).isEqualTo(1);
        assertThat(meter.unwritten(tenant.id())).isZero();
    }

    @Test
    void a_node_that_ends_does_not_go_on_trying_what_fails() {
        var ending = new UsageMeter(contexts, usage);
        for (int i = 0; i < 3; i++) {
            ending.answer(new Tenant.Id(Uuid7.next()), 10); // whom the database does not know
        }

        assertThat(statements.of(ending::write)).hasSize(3);
        assertThat(statements.of(ending::writeLast)).hasSize(1);
    }

    /** Counts of two tenants that are not written down. */
    private UsageMeter ofTwo() {
        var ofTwo = new UsageMeter(contexts, usage);
        ofTwo.request(tenant.id(), SOMEBODY);
        ofTwo.request(merchants.open().tenant().id(), SOMEBODY);
        return ofTwo;
    }

    @Test
    void while_the_database_is_away_it_is_asked_once_a_turn_and_the_log_has_one_line_of_it() {
        UsageMeter ofTwo = ofTwo();
        statements.failOnce("node_day", () -> {
            throw new DataAccessException("Nobody there", new SQLTransientConnectionException());
        });
        try (var log = new LogLines(UsageMeter.class)) {
            assertThat(statements.of(ofTwo::write)).hasSize(1);
            assertThat(log.all())
                    .containsExactly("WARN What tenants used is not written down, and is tried again: Nobody there");
        }
        assertThat(statements.of(ofTwo::write)).hasSize(4);
        assertThat(ofTwo.unwritten(tenant.id())).isZero();
    }

    @Test
    void what_is_refused_of_one_tenant_keeps_no_others_from_being_written_down() {
        UsageMeter ofTwo = ofTwo();
        statements.failOnce("node_day", () -> {
            throw new DataAccessException("Refused");
        });
        assertThat(statements.of(ofTwo::write)).hasSize(3);
    }

    @Test
    void what_comes_too_late_for_its_day_is_told_the_log() {
        var late = new UsageMeter(contexts, usage);
        late.request(tenant.id(), SOMEBODY);
        late.write(UsageMeter.today());
        late.write(UsageMeter.today().plusDays(1));
        late.request(tenant.id(), SOMEBODY);
        late.answer(tenant.id(), 70);
        try (var log = new LogLines(UsageMeter.class)) {
            late.write(UsageMeter.today().plusDays(2));
            late.write(UsageMeter.today().plusDays(2));
            assertThat(log.all())
                    .containsExactly(
                            "WARN %s was closed before all that %s used was written down: 1 requests and 70 bytes are not counted"
                                    .formatted(UsageMeter.today(), tenant.id()));
        }
    }

    @Test
    void a_request_takes_no_statement_to_be_counted() {
        shopper.data("{ __typename }");
        long before = meter.requestsThisMonth(tenant.id());

        assertThat(statements.of(() -> {
                    for (int i = 0; i < 20; i++) {
                        shopper.data("{ __typename }");
                    }
                }))
                .isEmpty();
        assertThat(meter.requestsThisMonth(tenant.id())).isEqualTo(before + 20);
    }

    @Test
    void a_day_that_is_over_is_measured_then_closed_and_forgotten_after_two_years() {
        LocalDate over = TODAY.minusDays(2);
        LocalDate old = TODAY.minusMonths(25);
        UUID node = Uuid7.next();
        usage.count(tenant, node, over, 6, 60, List.of(1L, 2L));
        usage.count(tenant, Uuid7.next(), over, 3, 30, List.of(2L));
        usage.count(tenant, node, TODAY.minusDays(1), 2, 20, List.of(1L));
        usage.count(tenant, node, TODAY, 1, 10, List.of(9L));
        usage.count(tenant, node, old, 1, 10, List.of(9L));
        usage.count(tenant, node, old.minusDays(1), 1, 10, List.of(9L));

        upkeep.tidy(tenant, TODAY);
        upkeep.tidy(tenant, TODAY);

        assertThat(usage.between(tenant, old.minusDays(9), TODAY))
                .containsExactly(
                        new UsageDay(old, 1, 10, 1, null, null, null),
                        new UsageDay(over, 9, 90, 2, null, null, null),
                        new UsageDay(TODAY.minusDays(1), 2, 20, 1, 0L, 0L, 0L),
                        new UsageDay(TODAY, 1, 10, 1, null, null, null));
        assertThat(marks()).isEqualTo(2);
    }

    private long marks() {
        var marks = io.merkato.jooq.metering.Tables.ACTIVE_USER;
        return tenant.sql().fetchCount(marks, tenant.owns(marks));
    }

    @Test
    void the_owner_reads_what_there_is_now_beside_what_was_measured() {
        Client owner = merchants.staff(merchant, BuiltInRole.OWNER);
        owner.data(
                "mutation { productCreate(input: {name: \"Buna\", kind: SIMPLE, variants: [{sku: \"BUNA\"}]}) { product { id } } }");
        upkeep.tidy(tenant, UsageMeter.today().plusDays(1));

        assertThat(owner.data(
                                "query ($d: Date!) { tenantUsage(from: $d, to: $d) { days { products orders storageBytes } products orders storageBytes } }",
                                Map.of("d", UsageMeter.today().toString()))
                        .toString())
                .isEqualTo(
                        "{\"tenantUsage\":{\"days\":[{\"products\":\"1\",\"orders\":\"0\",\"storageBytes\":\"0\"}],\"products\":\"1\",\"orders\":\"0\",\"storageBytes\":\"0\"}}");
    }
}
