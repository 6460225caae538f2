package io.merkato.ledger;

import io.merkato.api.TypeId;
import java.time.Instant;
import java.util.UUID;

/**
 * What happened once, as the book has it.
 *
 * @param reference the id, as the API writes it, of what caused it
 * @param subject the id of what the books are asked about it by
 */
public record LedgerTransfer(
        Id id, TransferKind kind, String reference, String subject, Instant occurredAt, Instant recordedAt) {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "ledger_transfer";
        }

        @Override
        public String toString() {
            return text();
        }
    }
}
