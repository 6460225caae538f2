package io.merkato.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.Statements;
import io.merkato.api.DateTimeRange;
import io.merkato.api.Permission;
import io.merkato.api.TypeId;
import io.merkato.api.Viewer;
import io.merkato.identity.BuiltInRole;
import io.merkato.ledger.AccountCode;
import io.merkato.ledger.AccountStatements;
import io.merkato.ledger.Ledger;
import io.merkato.ledger.LedgerAccount;
import io.merkato.ledger.Transfer;
import io.merkato.ledger.TransferKind;
import io.merkato.money.Money;
import io.merkato.ordering.Order;
import io.merkato.tenancy.AtOnce;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@MerkatoTest
class StatementExportTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final Merchants merchants;
    private final Merchants.Merchant merchant;
    private final Client owner;
    private final Ledger ledger;
    private final AccountStatements accounts;
    private final StatementExport export;
    private final Statements statements;
    private final AtOnce exports;

    StatementExportTest(
            Merchants merchants,
            Ledger ledger,
            AccountStatements accounts,
            StatementExport export,
            Statements statements,
            AtOnce exports) {
        this.exports = exports;
        this.merchants = merchants;
        this.merchant = merchants.open();
        this.owner = merchants.staff(merchant, BuiltInRole.OWNER);
        this.ledger = ledger;
        this.accounts = accounts;
        this.export = export;
        this.statements = statements;
    }

    @Test
    void a_statement_runs_from_what_there_was_to_what_there_is() {
        post(sold("1", 1000, NOON), paid("2", 400, NOON.plusSeconds(1)), sold("3", 5, NOON.plusSeconds(2)));
        String receivable = account("RECEIVABLE");

        assertThat(lines("/exports/ledger.csv?account=" + receivable)).containsExactly("""
                At,Event,Transfer,Reference,Subject,Debit,Credit,Balance,Unit
                ,OPENING,,,,,,0.00,ETB
                2026-03-01T12:00:00Z,ORDER_PLACED,transfer,ORDER1,ORDER1,10.00,,10.00,ETB
                2026-03-01T12:00:01Z,PAYMENT_RECEIVED,transfer,ORDER2,ORDER2,,4.00,6.00,ETB
                2026-03-01T12:00:02Z,ORDER_PLACED,transfer,ORDER3,ORDER3,0.05,,6.05,ETB
                ,CLOSING,,,,10.05,4.00,6.05,ETB""".split("\n"));
        assertThat(lines("/exports/ledger.csv?from=2026-03-01T15:00:01%2B03:00&to=2026-03-01T12:00:02Z&account="
                        + account("SALES")))
                .containsExactly("""
                        At,Event,Transfer,Reference,Subject,Debit,Credit,Balance,Unit
                        2026-03-01T12:00:01Z,OPENING,,,,,,10.00,ETB
                        2026-03-01T12:00:02Z,CLOSING,,,,0.00,0.00,10.00,ETB""".split("\n"));
        assertThat(owner.get("/exports/ledger.csv?account=" + receivable)
                        .headers()
                        .map())
                .containsEntry("Content-Disposition", List.of("attachment; filename=\"receivable-etb.csv\""))
                .containsEntry("Content-Type", List.of("text/csv;charset=UTF-8"));
    }

    @Test
    void only_who_reads_the_ledger_gets_one_and_only_of_accounts_of_their_own() {
        post(sold("1", 1000, NOON));
        String address = "/exports/ledger.csv?account=" + account("RECEIVABLE");
        Merchants.Merchant other = merchants.open();

        assertThat(merchants.staff(merchant, BuiltInRole.SUPPORT).get(address).statusCode())
                .isEqualTo(403);
        assertThat(merchants.staff(other, BuiltInRole.OWNER).get(address).statusCode())
                .isEqualTo(404);
        assertThat(owner.get("/exports/ledger.csv").statusCode()).isEqualTo(404);
        assertThat(owner.get(address + "&from=yesterday").statusCode()).isEqualTo(400);
        assertThat(owner.get(address + "&from=%2B999999999-01-01T00:00:00Z").statusCode())
                .isEqualTo(400);
        assertThat(owner.get(address + "&from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void a_moment_is_taken_in_the_years_from_1_to_9999_of_utc() {
        post(sold("1", 1000, NOON));
        String address = "/exports/ledger.csv?account=" + account("RECEIVABLE");

        for (String beyond : List.of(
                "from=0001-01-01T00:00:00%2B18:00",
                "to=0001-01-01T00:00:00%2B00:00:01",
                "from=9999-12-31T23:59:59-18:00",
                "to=9999-12-31T23:59:59-18:00")) {
            HttpResponse<String> refused = owner.get(address + "&" + beyond);
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.body())
                    .isEqualTo(
                            "{\"errors\":[{\"message\":\"The parameters from and to are moments, such as 2026-07-01T00:00:00Z.\",\"extensions\":{\"code\":\"BAD_USER_INPUT\"}}]}");
        }
        assertThat(lines(address + "&from=0001-01-01T00:00:00Z&to=9999-12-31T23:59:59.999999999Z"))
                .containsExactly("""
                        At,Event,Transfer,Reference,Subject,Debit,Credit,Balance,Unit
                        0001-01-01T00:00:00Z,OPENING,,,,,,0.00,ETB
                        2026-03-01T12:00:00Z,ORDER_PLACED,transfer,ORDER1,ORDER1,10.00,,10.00,ETB
                        9999-12-31T23:59:59.999999Z,CLOSING,,,,10.00,0.00,10.00,ETB""".split("\n"));
        assertThat(lines(address + "&to=0001-01-01T00:00:00Z")).containsExactly("""
                At,Event,Transfer,Reference,Subject,Debit,Credit,Balance,Unit
                ,OPENING,,,,,,0.00,ETB
                0001-01-01T00:00:00Z,CLOSING,,,,0.00,0.00,0.00,ETB""".split("\n"));
        assertThat(lines(address + "&from=9999-12-31T23:59:59Z").getLast())
                .isEqualTo(",CLOSING,,,,0.00,0.00,10.00,ETB");
        assertThat(lines(address + "&from=10000-01-01T00:00:00%2B18:00").getFirst())
                .contains("BAD_USER_INPUT");
        assertThat(lines(address + "&from=0000-12-31T23:00:00-01:00").get(1))
                .isEqualTo("0001-01-01T00:00:00Z,OPENING,,,,,,0.00,ETB");
    }

    @Test
    void a_long_statement_is_written_in_parts_and_the_same_each_time() {
        post(Stream.iterate(1, i -> i + 1)
                .limit(2500)
                .map(i -> sold("" + i, i, NOON.plusSeconds(i / 3)))
                .toArray(Transfer[]::new));
        LedgerAccount account = accounts.account(
                        merchant.tenant(), new LedgerAccount.Id(TypeId.parse("ledger_account", account("RECEIVABLE"))))
                .orElseThrow();

        String first = written(account);
        assertThat(first.lines().toList()).hasSize(2503).last().isEqualTo(",CLOSING,,,,31262.50,0.00,31262.50,ETB");
        assertThat(written(account)).isEqualTo(first);
        assertThat(statements.of(() -> written(account))).hasSize(3);
    }

    @Test
    void it_counts_among_the_exports_of_the_tenant_at_once() {
        post(sold("1", 1000, NOON));
        String address = "/exports/ledger.csv?account=" + account("RECEIVABLE");

        HttpResponse<String> fourth = exports.during(
                merchant.tenant(),
                () -> exports.during(
                        merchant.tenant(), () -> exports.during(merchant.tenant(), () -> owner.get(address))));

        assertThat(fourth.statusCode()).isEqualTo(429);
        assertThat(fourth.body()).contains("EXPORTS_AT_ONCE");
        assertThat(owner.get(address).statusCode()).isEqualTo(200);
    }

    private String written(LedgerAccount account) {
        var text = new StringWriter();
        try {
            export.write(merchant.tenant(), account, new DateTimeRange(null, null), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private String account(String code) {
        return owner.data("{ ledgerAccounts(first: 1, where: {code: {eq: %s}}) { nodes { id } } }".formatted(code))
                .at("/ledgerAccounts/nodes/0/id")
                .asString();
    }

    /** Ids that are made anew each time, as what they are. */
    private List<String> lines(String address) {
        return owner.get(address)
                .body()
                .replaceAll("ledger_transfer_\\w+", "transfer")
                .replaceAll("order_0+(\\d)", "ORDER$1")
                .lines()
                .toList();
    }

    private void post(Transfer... transfers) {
        merchant.tenant().transact(Viewer.system("test").may(Permission.PLATFORM_OPERATE), tx -> {
            ledger.post(tx, List.of(transfers));
            return tx.id();
        });
    }

    private Transfer sold(String number, long cents, Instant at) {
        return of(TransferKind.ORDER_PLACED, number, at)
                .debit(AccountCode.RECEIVABLE, merchant.tenant().id(), etb(cents))
                .credit(AccountCode.SALES, merchant.tenant().id(), etb(cents));
    }

    private Transfer paid(String number, long cents, Instant at) {
        return of(TransferKind.PAYMENT_RECEIVED, number, at)
                .debit(AccountCode.CASH, merchant.tenant().id(), etb(cents))
                .credit(AccountCode.RECEIVABLE, merchant.tenant().id(), etb(cents));
    }

    private static Transfer of(TransferKind kind, String number, Instant at) {
        var order = new Order.Id(new UUID(0, Long.parseLong(number)));
        return Transfer.of(kind, order, order, at);
    }

    private static Money etb(long cents) {
        return new Money(cents, Currency.getInstance("ETB"));
    }
}
