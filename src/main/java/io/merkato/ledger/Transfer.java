package io.merkato.ledger;

import io.merkato.api.TypeId;
import io.merkato.money.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What is to be written: debits and credits that come to the same in each unit. A negative debit is a credit, and what comes to 0 is left out.
 *
 * @param reference what caused it; one of a kind has one transfer
 * @param subject what the books are asked about it by, such as the order
 * @param lines one for an account
 */
public record Transfer(TransferKind kind, TypeId reference, TypeId subject, Instant occurredAt, List<Line> lines) {

    /**
     * @param holder the id, as the API writes it
     * @param amount above 0 a debit, below 0 a credit
     */
    record Line(AccountCode code, String holder, String unit, long amount) {

        private boolean isOf(Line other) {
            return code == other.code && holder.equals(other.holder) && unit.equals(other.unit);
        }
    }

    public Transfer {
        lines = List.copyOf(lines);
    }

    public static Transfer of(TransferKind kind, TypeId reference, TypeId subject, Instant occurredAt) {
        return new Transfer(kind, reference, subject, occurredAt, List.of());
    }

    public Transfer debit(AccountCode code, TypeId holder, Money amount) {
        return debit(code, holder.text(), amount);
    }

    public Transfer credit(AccountCode code, TypeId holder, Money amount) {
        return credit(code, holder.text(), amount);
    }

    /** @param holder the id, as the API writes it */
    public Transfer debit(AccountCode code, String holder, Money amount) {
        return plus(new Line(code, holder, amount.currency().getCurrencyCode(), amount.minorUnits()));
    }

    public Transfer credit(AccountCode code, String holder, Money amount) {
        return less(code, holder, amount.currency().getCurrencyCode(), amount.minorUnits());
    }

    /** @param unit what is no currency, such as a programme's points */
    public Transfer debit(AccountCode code, TypeId holder, TypeId unit, long units) {
        return plus(new Line(code, holder.text(), unit.text(), units));
    }

    public Transfer credit(AccountCode code, TypeId holder, TypeId unit, long units) {
        return less(code, holder.text(), unit.text(), units);
    }

    /** The same by the same cause, the other way round. */
    public Transfer reversed(TransferKind as, Instant at) {
        var back = Transfer.of(as, reference, subject, at);
        for (Line line : lines) {
            back = back.less(line.code(), line.holder(), line.unit(), line.amount());
        }
        return back;
    }

    /** Whether nothing moves. */
    boolean isEmpty() {
        return lines.isEmpty();
    }

    Transfer less(AccountCode code, String holder, String unit, long amount) {
        return plus(new Line(code, holder, unit, Math.negateExact(amount)));
    }

    private Transfer plus(Line added) {
        var sums = new ArrayList<Line>();
        long amount = added.amount();
        for (Line line : lines) {
            if (line.isOf(added)) {
                amount = Math.addExact(amount, line.amount());
            } else {
                sums.add(line);
            }
        }
        if (amount != 0) {
            sums.add(new Line(added.code(), added.holder(), added.unit(), amount));
        }
        return new Transfer(kind, reference, subject, occurredAt, sums);
    }
}
