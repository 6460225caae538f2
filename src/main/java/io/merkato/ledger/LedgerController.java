package io.merkato.ledger;

import static io.merkato.api.Permission.LEDGER_READ;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Viewer;
import io.merkato.api.Where;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.Arguments;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** Reads the book. */
@Controller
class LedgerController {

    private static final Instant EVER = Instant.parse("9999-12-31T23:59:59Z");

    private final LedgerRepository ledger;

    LedgerController(LedgerRepository ledger) {
        this.ledger = ledger;
    }

    @QueryMapping
    CompletableFuture<@Nullable LedgerAccount> ledgerAccount(
            @Argument LedgerAccount.Id id,
            @ContextValue Viewer viewer,
            DataLoader<LedgerAccount.Id, @Nullable LedgerAccount> ledgerAccountById) {
        viewer.mustHold(LEDGER_READ);
        return ledgerAccountById.load(id);
    }

    @QueryMapping
    Connection<LedgerAccount> ledgerAccounts(
            @Arguments PageArgs page,
            @Argument @Nullable LedgerAccountWhere where,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        viewer.mustHold(LEDGER_READ);
        return ledger.accounts(tenant, Where.of(where), page);
    }

    @QueryMapping
    CompletableFuture<@Nullable LedgerTransfer> ledgerTransfer(
            @Argument LedgerTransfer.Id id,
            @ContextValue Viewer viewer,
            DataLoader<LedgerTransfer.Id, @Nullable LedgerTransfer> ledgerTransferById) {
        viewer.mustHold(LEDGER_READ);
        return ledgerTransferById.load(id);
    }

    @QueryMapping
    Connection<LedgerTransfer> ledgerTransfers(
            @Arguments PageArgs page,
            @Argument @Nullable LedgerTransferWhere where,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        viewer.mustHold(LEDGER_READ);
        return ledger.transfers(tenant, Where.of(where), page);
    }

    @QueryMapping
    Connection<LedgerEntry> ledgerEntries(
            @Arguments PageArgs page,
            @Argument @Nullable LedgerEntryWhere where,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        viewer.mustHold(LEDGER_READ);
        return ledger.entries(tenant, Where.of(where), page);
    }

    @SchemaMapping(typeName = "LedgerAccount", field = "class")
    AccountClass accountClass(LedgerAccount account) {
        return account.code().accountClass();
    }

    @SchemaMapping
    CompletableFuture<LedgerAmount> balance(
            LedgerAccount account,
            @Argument @Nullable Instant at,
            DataLoader<LedgerRepository.BalanceAt, Long> ledgerSums) {
        return ledgerSums
                .load(new LedgerRepository.BalanceAt(account.id(), at == null ? EVER : at))
                .thenApply(sum -> new LedgerAmount(
                        account.unit(), account.code().accountClass().balance(sum)));
    }

    @BatchMapping
    List<List<LedgerEntry>> entries(List<LedgerTransfer> transfers, @ContextValue TenantContext tenant) {
        Map<LedgerTransfer.Id, List<LedgerEntry>> entries = ledger.entriesOf(
                tenant, transfers.stream().map(LedgerTransfer::id).toList());
        return transfers.stream()
                .map(transfer -> entries.getOrDefault(transfer.id(), List.of()))
                .toList();
    }

    @SchemaMapping
    @Nullable
    LedgerAmount debit(LedgerEntry entry) {
        return entry.amount().value() > 0
                ? new LedgerAmount(entry.unit(), entry.amount().value())
                : null;
    }

    @SchemaMapping
    @Nullable
    LedgerAmount credit(LedgerEntry entry) {
        return entry.amount().value() < 0
                ? new LedgerAmount(entry.unit(), Math.negateExact(entry.amount().value()))
                : null;
    }

    @SchemaMapping
    CompletableFuture<LedgerAccount> account(
            LedgerEntry entry, DataLoader<LedgerAccount.Id, LedgerAccount> ledgerAccountById) {
        return ledgerAccountById.load(entry.accountId());
    }

    @SchemaMapping
    CompletableFuture<LedgerTransfer> transfer(
            LedgerEntry entry, DataLoader<LedgerTransfer.Id, LedgerTransfer> ledgerTransferById) {
        return ledgerTransferById.load(entry.transferId());
    }
}
