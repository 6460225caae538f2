package io.merkato.ledger;

import static io.merkato.jooq.ledger.Tables.ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.TestDatabase;
import io.merkato.api.MutationPayload;
import io.merkato.api.Permission;
import io.merkato.api.Refusal;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.customer.Customer;
import io.merkato.money.Money;
import io.merkato.tenancy.Tenant;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.TenantContexts;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The book: what is written stands, sums to zero, and never takes from a guarded account what is not there. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class LedgerTest {

    private static final Currency ETB = Currency.getInstance("ETB");
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final Ledger ledger;
    private final LedgerRepository book;
    private final Tenant.Id tenant;
    private final TenantContext context;
    private final Customer.Id customer = new Customer.Id(Uuid7.next());

    LedgerTest(Ledger ledger, LedgerRepository book, Merchants merchants, TenantContexts contexts) {
        this.ledger = ledger;
        this.book = book;
        this.tenant = merchants.open().tenant().id();
        this.context = contexts.of(tenant);
    }

    private void post(Transfer... transfers) {
        context.transact(Viewer.system("test").may(Permission.PLATFORM_OPERATE), tx -> {
            ledger.post(tx, List.of(transfers));
            return tenant;
        });
    }

    private Transfer earned(long cents, Instant at) {
        return transfer(TransferKind.ORDER_PLACED, at)
                .debit(AccountCode.CASH, tenant, new Money(cents, ETB))
                .credit(AccountCode.STORE_CREDIT, customer, new Money(cents, ETB));
    }

    private Transfer spent(long cents) {
        return transfer(TransferKind.ORDER_EDITED, NOON)
                .debit(AccountCode.STORE_CREDIT, customer, new Money(cents, ETB))
                .credit(AccountCode.CASH, tenant, new Money(cents, ETB));
    }

    private Transfer transfer(TransferKind kind, Instant at) {
        var cause = new LedgerTransfer.Id(Uuid7.next());
        return Transfer.of(kind, cause, customer, at);
    }

    private long balance(AccountCode code, Instant at) {
        Map<LedgerAccount.Id, AccountCode> codes = context.sql()
                .select(ACCOUNT.ID, ACCOUNT.CODE)
                .from(ACCOUNT)
                .where(context.owns(ACCOUNT))
                .fetchMap(ACCOUNT.ID, ACCOUNT.CODE);
        List<LedgerRepository.BalanceAt> asked = codes.entrySet().stream()
                .filter(account -> account.getValue() == code)
                .map(account -> new LedgerRepository.BalanceAt(account.getKey(), at))
                .toList();
        return code.accountClass()
                .balance(book.sums(context, asked).values().stream()
                        .mapToLong(Long::longValue)
                        .sum());
    }

    @Test
    void a_balance_is_the_sum_of_what_was_written_until_a_moment() {
        post(earned(500, NOON), earned(70, NOON.plusSeconds(60)));
        post(spent(120));

        assertThat(balance(AccountCode.STORE_CREDIT, NOON.minusSeconds(1))).isZero();
        assertThat(balance(AccountCode.STORE_CREDIT, NOON)).isEqualTo(380);
        assertThat(balance(AccountCode.STORE_CREDIT, NOON.plusSeconds(60))).isEqualTo(450);
        assertThat(balance(AccountCode.CASH, NOON.plusSeconds(60))).isEqualTo(450);
    }

    @Test
    void what_is_held_nobody_else_moves_until_the_transaction_ends() {
        post(earned(500, NOON));
        String lock =
                "select from ledger.account where holder = '%s' for no key update nowait".formatted(customer.text());
        context.transact(Viewer.system("test").may(Permission.PLATFORM_OPERATE), tx -> {
            assertThat(ledger.hold(tx, List.of(customer), AccountCode.STORE_CREDIT))
                    .extracting(Ledger.Held::units)
                    .containsExactly(500L);
            assertThatThrownBy(() -> TestDatabase.asSuperuser(
                            superuser -> superuser.createStatement().execute(lock)))
                    .rootCause()
                    .hasMessageContaining("could not obtain lock on row in relation \"account\"");
            return tenant;
        });
        assertThat(TestDatabase.<Boolean>asSuperuser(
                        superuser -> superuser.createStatement().execute(lock)))
                .isTrue();
    }

    @Test
    void what_does_not_sum_to_zero_is_refused_by_the_database() {
        assertThatThrownBy(() -> post(transfer(TransferKind.ORDER_PLACED, NOON)
                        .debit(AccountCode.CASH, tenant, new Money(10, ETB))
                        .credit(AccountCode.SALES, tenant, new Money(9, ETB))))
                .rootCause()
                .hasMessageContaining("sum to 1 ETB");
        assertThatThrownBy(() -> post(transfer(TransferKind.ORDER_PLACED, NOON)
                        .debit(AccountCode.CASH, tenant, new Money(10, ETB))
                        .credit(AccountCode.SALES, tenant, new Money(10, Currency.getInstance("XOF")))))
                .rootCause()
                .hasMessageContaining("the entries of transfer");
        assertThat(balance(AccountCode.CASH, NOON)).isZero();
    }

    @Test
    void the_same_cause_is_written_once() {
        Transfer once = earned(10, NOON);
        post(once);

        assertThatThrownBy(() -> post(once)).rootCause().hasMessageContaining("transfer_reference_key");
        assertThat(balance(AccountCode.CASH, NOON)).isEqualTo(10);
    }

    @Test
    void sixty_four_who_spend_at_once_spend_no_more_than_there_is() throws Exception {
        post(earned(1000, NOON));
        List<UserError> answers = new ArrayList<>();
        int went = 0;
        try (ExecutorService sixteen = Executors.newFixedThreadPool(16)) {
            for (Future<Spend.Payload> each :
                    sixteen.invokeAll(Collections.nCopies(64, (Callable<Spend.Payload>) () -> spend(70)))) {
                answers.addAll(each.get().userErrors());
                went += each.get().userErrors().isEmpty() ? 1 : 0;
            }
        }

        assertThat(went).isEqualTo(14);
        assertThat(answers)
                .hasSize(50)
                .containsOnly(
                        Refusal.of(UserErrorCode.OUT_OF_RANGE, "There is less than that to spend.", "input", "amount"));
        assertThat(balance(AccountCode.STORE_CREDIT, NOON)).isEqualTo(20);
    }

    /** Stands for any mutation that spends. */
    static final class Spend {
        record Payload(List<UserError> userErrors) implements MutationPayload {}
    }

    private Spend.Payload spend(long cents) {
        return context.mutate(Viewer.system("test").may(Permission.PLATFORM_OPERATE), Spend.Payload::new, tx -> {
            Transfer transfer = spent(cents);
            ledger.post(tx, List.of(transfer));
            tx.created(transfer.reference(), Map.of("cents", cents));
            return new Spend.Payload(List.of());
        });
    }

    @Test
    void what_is_restated_comes_to_what_it_says_now() {
        Transfer first = transfer(TransferKind.ORDER_PLACED, NOON)
                .debit(AccountCode.BANK, tenant, new Money(300, ETB))
                .credit(AccountCode.SALES, tenant, new Money(300, ETB));
        post(first);
        Instant later = NOON.plusSeconds(60);
        context.transact(Viewer.system("test").may(Permission.PLATFORM_OPERATE), tx -> {
            ledger.restate(
                    tx,
                    List.of(transfer(TransferKind.ORDER_EDITED, later)
                            .debit(AccountCode.BANK, tenant, new Money(250, ETB))
                            .credit(AccountCode.SALES, tenant, new Money(240, ETB))
                            .credit(AccountCode.TAX_PAYABLE, tenant, new Money(10, ETB))),
                    Set.of(TransferKind.ORDER_PLACED, TransferKind.ORDER_EDITED));
            return tenant;
        });

        assertThat(balance(AccountCode.BANK, NOON)).isEqualTo(300);
        assertThat(balance(AccountCode.BANK, later)).isEqualTo(250);
        assertThat(balance(AccountCode.SALES, later)).isEqualTo(240);
        assertThat(balance(AccountCode.TAX_PAYABLE, later)).isEqualTo(10);
    }

    @Test
    void the_application_cannot_change_what_is_written() throws SQLException {
        post(earned(10, NOON));
        for (String change : List.of(
                "update ledger.entry set amount = 0",
                "delete from ledger.entry",
                "update ledger.transfer set subject = ''",
                "delete from ledger.transfer",
                "update ledger.account set balance = 1",
                "insert into ledger.account (tenant_id, id, code, unit, holder, guarded, balance) values (gen_random_uuid(), gen_random_uuid(), 'STORE_CREDIT', 'ETB', 'x', true, 1)",
                "delete from ledger.account",
                "insert into ledger.account_code values ('SPARE', 'ASSET', false)")) {
            assertThatThrownBy(() -> asTenant(change)).as(change).hasMessageContaining("permission denied");
        }
    }

    @Test
    void an_operator_cannot_change_what_is_written_either() throws SQLException {
        try (Connection superuser = TestDatabase.superuser()) {
            superuser.createStatement().execute("set role merkato_operator");
            for (String change : List.of(
                    "update ledger.entry set amount = 0",
                    "delete from ledger.entry",
                    "update ledger.transfer set subject = ''",
                    "delete from ledger.transfer")) {
                assertThatThrownBy(() -> superuser.createStatement().execute(change))
                        .as(change)
                        .hasMessageContaining("permission denied");
            }
        }
    }

    @Test
    void the_database_knows_the_same_chart_of_accounts_and_the_same_kinds_of_transfers() throws SQLException {
        assertThat(texts("select code || ' ' || class || ' ' || guarded from ledger.account_code"))
                .containsExactlyInAnyOrderElementsOf(Stream.of(AccountCode.values())
                        .map(code -> code + " " + code.accountClass() + " " + code.isGuarded())
                        .toList());
        assertThat(texts("select unnest(regexp_matches(pg_get_constraintdef(oid), '''([A-Z_]+)''', 'g'))"
                        + " from pg_constraint where conname = 'transfer_kind_check'"))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(TransferKind.values()).map(Enum::name).toList());
    }

    private static List<String> texts(String sql) throws SQLException {
        var texts = new ArrayList<String>();
        try (Connection superuser = TestDatabase.superuser();
                ResultSet rows = superuser.createStatement().executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    @Test
    void the_database_takes_only_whole_transfers_that_sum_to_zero() throws SQLException {
        post(earned(10, NOON));
        String transfer =
                "insert into ledger.transfer (tenant_id, id, kind, reference, subject, occurred_at) select tenant_id, gen_random_uuid(), 'ORDER_EDITED', 'plain', 'plain', now()"
                        + " from ledger.transfer limit 1;";
        String entries =
                "insert into ledger.entry (tenant_id, transfer_id, line, account_id, unit, amount, occurred_at)"
                        + " select a.tenant_id, t.id, 2 + %s, a.id, a.unit, %s, t.occurred_at from ledger.account a, ledger.transfer t where t.kind = '%s' and a.code in (%s);";
        String debit = "case a.code when 'CASH' then 1 else 0 end";

        assertThatThrownBy(() -> asTenant(transfer)).hasMessageContaining("has no entries");
        assertThatThrownBy(() -> asTenant(transfer + entries.formatted(debit, "5", "ORDER_EDITED", "'CASH'")))
                .hasMessageContaining("sum to 5 ETB");
        assertThatThrownBy(() -> asTenant(
                        entries.formatted(debit, "5 - 10 * " + debit, "ORDER_PLACED", "'CASH', 'STORE_CREDIT'")))
                .hasMessageContaining("takes no more entries");
        assertThatThrownBy(() -> asTenant(transfer
                        + entries.formatted(debit, "11 - 22 * " + debit, "ORDER_EDITED", "'CASH', 'STORE_CREDIT'")))
                .hasMessageContaining("account_not_overdrawn");
        assertThat(balance(AccountCode.CASH, Instant.now())).isEqualTo(10);
    }

    /** Plain SQL with the application's login, which sees this tenant. */
    private void asTenant(String sql) throws SQLException {
        try (Connection application = TestDatabase.application()) {
            application.setAutoCommit(false);
            application.createStatement().execute("select set_config('app.tenant_id', '" + tenant.value() + "', true)");
            application.createStatement().execute(sql);
            application.commit();
        }
    }
}
