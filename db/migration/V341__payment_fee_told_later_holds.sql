alter table payment.payment_event validate constraint payment_event_kind_check;
alter table ledger.transfer validate constraint transfer_kind_check;
