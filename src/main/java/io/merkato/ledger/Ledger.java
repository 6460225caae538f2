package io.merkato.ledger;

import static io.merkato.jooq.ledger.Tables.ACCOUNT;
import static io.merkato.jooq.ledger.Tables.ENTRY;
import static io.merkato.jooq.ledger.Tables.HOLD_ACCOUNTS;
import static io.merkato.jooq.ledger.Tables.TRANSFER;
import static java.util.stream.Collectors.toSet;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.val;

import io.merkato.api.Sql;
import io.merkato.api.TypeId;
import io.merkato.api.Uuid7;
import io.merkato.money.MinorUnits;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;

/** Writes into the book. Nothing of it is ever changed: what was wrong is righted by another transfer. */
@Component
public class Ledger {

    private static final Rows.Text ACCOUNTS = new Rows.Text();
    private static final Rows.Text ENTRIES = new Rows.Text();

    private record Key(AccountCode code, String unit, String holder) {}

    private record Identified(LedgerTransfer.Id id, Transfer transfer) {

        Stream<Entry> entries() {
            return IntStream.range(0, transfer.lines().size())
                    .mapToObj(line -> new Entry(this, line, transfer.lines().get(line)));
        }
    }

    private record Entry(Identified of, int number, Transfer.Line line) {

        Key account() {
            return new Key(line.code(), line.unit(), line.holder());
        }
    }

    private static final Comparator<Key> ORDER =
            Comparator.comparing(Key::code).thenComparing(Key::unit).thenComparing(Key::holder);

    private final Supplier<List<LedgerFollower>> followers;

    Ledger(ObjectProvider<LedgerFollower> followers) {
        this.followers = SingletonSupplier.of(() -> followers.stream().toList());
    }

    /**
     * Writes the transfers, all or none, in three statements however many they are, and those of followers; what moves nothing is left out. Accounts are opened as they are
     * needed, and followers told. Ends with the constraint {@code account_not_overdrawn} where a guarded account has too little, and with
     * {@code transfer_reference_key} where the same has been written before.
     */
    public void post(TenantContext tx, List<Transfer> transfers) {
        List<Transfer> moving =
                transfers.stream().filter(transfer -> !transfer.isEmpty()).toList();
        if (moving.isEmpty()) {
            return;
        }
        List<UUID> ids = Uuid7.next(moving.size());
        List<Identified> all = IntStream.range(0, moving.size())
                .mapToObj(i -> new Identified(new LedgerTransfer.Id(ids.get(i)), moving.get(i)))
                .toList();
        List<Entry> entries = all.stream().flatMap(Identified::entries).toList();
        followers.get().forEach(follower -> hold(tx, follower, entries));
        open(tx, entries.stream().map(Entry::account).distinct().sorted(ORDER).toList());
        insert(tx, all);
        insertEntries(tx, entries);
        followers.get().forEach(follower -> tell(tx, follower, entries));
    }

    private static void hold(TenantContext tx, LedgerFollower follower, List<Entry> entries) {
        Set<String> holders = entries.stream()
                .map(Entry::line)
                .filter(line -> line.code() == follower.code())
                .map(Transfer.Line::holder)
                .collect(toSet());
        if (!holders.isEmpty()) {
            follower.hold(tx, holders);
        }
    }

    private static void tell(TenantContext tx, LedgerFollower follower, List<Entry> entries) {
        Set<String> credited = entries.stream()
                .map(Entry::line)
                .filter(line -> line.code() == follower.code() && line.amount() < 0)
                .map(Transfer.Line::holder)
                .collect(toSet());
        if (!credited.isEmpty()) {
            follower.credited(tx, credited);
        }
    }

    /**
     * Writes what is missing for the book to say of each subject what its transfer says, of all that was written by these kinds.
     * What was written by them stands, and the difference is the transfer; one without lines takes all of it back. Four statements, however many.
     *
     * @param stated each about another subject, whose row the caller has locked: of two at once, the later one would not see what the other writes
     */
    public void restate(TenantContext tx, List<Transfer> stated, Set<TransferKind> kinds) {
        if (stated.isEmpty()) {
            return;
        }
        var differences = new LinkedHashMap<String, Transfer>();
        stated.forEach(transfer -> differences.put(transfer.subject().text(), transfer));
        tx.sql()
                .select(
                        TRANSFER.SUBJECT,
                        ACCOUNT.CODE,
                        ACCOUNT.HOLDER,
                        ACCOUNT.UNIT,
                        sum(ENTRY.AMOUNT.coerce(Long.class)))
                .from(TRANSFER)
                .join(ENTRY)
                .on(tx.owns(ENTRY), ENTRY.TRANSFER_ID.eq(TRANSFER.ID))
                .join(ACCOUNT)
                .on(tx.owns(ACCOUNT), ACCOUNT.ID.eq(ENTRY.ACCOUNT_ID))
                .where(tx.owns(TRANSFER))
                .and(Sql.isAny(TRANSFER.SUBJECT, differences.keySet()))
                .and(Sql.isAny(TRANSFER.KIND, kinds))
                .groupBy(TRANSFER.SUBJECT, ACCOUNT.CODE, ACCOUNT.HOLDER, ACCOUNT.UNIT)
                .forEach(written -> differences.computeIfPresent(
                        written.value1(),
                        (subject, transfer) -> transfer.less(
                                written.value2(),
                                written.value3(),
                                written.value4(),
                                written.value5().longValueExact())));
        post(tx, List.copyOf(differences.values()));
    }

    /** What a guarded account holds. @param units above 0 on the side on which it grows */
    public record Held(LedgerAccount.Id account, AccountCode code, String holder, String unit, long units) {}

    /** What the guarded accounts of these holders hold; of those never opened nothing is said. */
    public List<Held> held(TenantContext tenant, Collection<? extends TypeId> holders, Set<AccountCode> codes) {
        return tenant.sql()
                .select(ACCOUNT.ID, ACCOUNT.CODE, ACCOUNT.HOLDER, ACCOUNT.UNIT, ACCOUNT.BALANCE)
                .from(ACCOUNT)
                .where(tenant.owns(ACCOUNT))
                .and(ACCOUNT.GUARDED)
                .and(Sql.isAny(
                        ACCOUNT.HOLDER, holders.stream().map(TypeId::text).toList()))
                .and(Sql.isAny(ACCOUNT.CODE, codes))
                .fetch(row -> new Held(
                        row.value1(),
                        row.value2(),
                        row.value3(),
                        row.value4(),
                        row.value5().value()));
    }

    /** As {@link #held}, of one code, and nobody else moves anything of them until the transaction ends. Of those never opened nothing is said. */
    public List<Held> hold(TenantContext tx, Collection<? extends TypeId> holders, AccountCode code) {
        if (holders.isEmpty()) {
            return List.of();
        }
        return tx.sql()
                .selectFrom(HOLD_ACCOUNTS.call(
                        tx.id().value(),
                        code.name(),
                        holders.stream().map(TypeId::text).toArray(String[]::new)))
                .fetch(row -> new Held(
                        new LedgerAccount.Id(row.get(HOLD_ACCOUNTS.ACCOUNT)),
                        code,
                        row.get(HOLD_ACCOUNTS.HOLDER),
                        row.get(HOLD_ACCOUNTS.UNIT),
                        row.get(HOLD_ACCOUNTS.UNITS)));
    }

    /** As {@link #hold}, of whoever is about to move some of it: what follows from that is locked first, as {@link #post} does. */
    public List<Held> holdToMove(TenantContext tx, TypeId holder, AccountCode code) {
        followers.get().stream()
                .filter(follower -> follower.code() == code)
                .forEach(follower -> follower.hold(tx, Set.of(holder.text())));
        return hold(tx, List.of(holder), code);
    }

    private static void open(TenantContext tx, List<Key> accounts) {
        Rows<Key> rows = Rows.of(accounts)
                .with(ACCOUNT.ID, key -> new LedgerAccount.Id(Uuid7.next()))
                .with(ACCOUNT.CODE, Key::code)
                .with(ACCOUNT.UNIT, Key::unit)
                .with(ACCOUNT.HOLDER, Key::holder)
                .with(ACCOUNT.GUARDED, key -> key.code().isGuarded());
        rows.execute(tx, ACCOUNTS, () -> rows.insertInto(tx, ACCOUNT).onConflictDoNothing());
    }

    private static void insert(TenantContext tx, List<Identified> transfers) {
        Rows.of(transfers)
                .with(TRANSFER.ID, Identified::id)
                .with(TRANSFER.KIND, each -> each.transfer().kind())
                .with(TRANSFER.REFERENCE, each -> each.transfer().reference().text())
                .with(TRANSFER.SUBJECT, each -> each.transfer().subject().text())
                .with(TRANSFER.OCCURRED_AT, each -> each.transfer().occurredAt())
                .write(tx, TRANSFER);
    }

    private static void insertEntries(TenantContext tx, List<Entry> entries) {
        Rows<Entry> rows = Rows.of(entries)
                .with(ENTRY.TRANSFER_ID, entry -> entry.of().id())
                .with(ENTRY.LINE, Entry::number)
                .with(ENTRY.AMOUNT, entry -> new MinorUnits(entry.line().amount()))
                .with(ENTRY.OCCURRED_AT, entry -> entry.of().transfer().occurredAt())
                .with(ACCOUNT.CODE, entry -> entry.account().code())
                .with(ACCOUNT.UNIT, entry -> entry.account().unit())
                .with(ACCOUNT.HOLDER, entry -> entry.account().holder());
        rows.execute(
                tx,
                ENTRIES,
                () -> tx.sql()
                        .insertInto(ENTRY)
                        .columns(
                                ENTRY.TENANT_ID,
                                ENTRY.TRANSFER_ID,
                                ENTRY.LINE,
                                ENTRY.ACCOUNT_ID,
                                ENTRY.UNIT,
                                ENTRY.AMOUNT,
                                ENTRY.OCCURRED_AT)
                        .select(select(
                                        val(tx.id(), ENTRY.TENANT_ID),
                                        rows.get(ENTRY.TRANSFER_ID),
                                        rows.get(ENTRY.LINE),
                                        ACCOUNT.ID,
                                        ACCOUNT.UNIT,
                                        rows.get(ENTRY.AMOUNT),
                                        rows.get(ENTRY.OCCURRED_AT))
                                .from(rows.table())
                                .join(ACCOUNT)
                                .on(
                                        tx.owns(ACCOUNT),
                                        ACCOUNT.CODE.eq(rows.get(ACCOUNT.CODE)),
                                        ACCOUNT.UNIT.eq(rows.get(ACCOUNT.UNIT)),
                                        ACCOUNT.HOLDER.eq(rows.get(ACCOUNT.HOLDER)))));
    }
}
