-- Lists of all entries by their time, and transfers by what caused them.
create index entry_occurred_at_idx on ledger.entry (tenant_id, occurred_at, transfer_id, line);
create index transfer_cause_idx on ledger.transfer (tenant_id, reference);

-- Nothing that is written is ever changed, by operators either.
revoke update, delete on ledger.transfer, ledger.entry from merkato_operator;
