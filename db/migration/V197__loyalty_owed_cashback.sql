-- What is owed of cashback is taken of whatever store credit comes in.

alter table loyalty.cashback_movement drop constraint cashback_movement_kind_check,
    add constraint cashback_movement_kind_check check (kind in ('GRANTED', 'MATURED', 'REVERSED', 'COLLECTED'));
alter table ledger.transfer drop constraint transfer_kind_check, add constraint transfer_kind_check check (kind in (
    'ORDER_PLACED', 'ORDER_EDITED', 'ORDER_RETURNED', 'ORDER_CANCELLED', 'PAYMENT_RECEIVED', 'PAYMENT_REFUNDED',
    'POINTS_EARNED', 'POINTS_MATURED', 'POINTS_REDEEMED', 'POINTS_RETURNED', 'POINTS_CONVERTED', 'POINTS_EXPIRED', 'POINTS_REVERSED',
    'POINTS_REPAID', 'POINTS_ADJUSTED', 'POINTS_MERGED', 'POINTS_REFERRED', 'POINTS_REFERRAL_REVERSED', 'STORE_CREDIT_CONVERTED',
    'STORE_CREDIT_ADJUSTED', 'STORE_CREDIT_MERGED', 'GIFT_CARD_ISSUED', 'GIFT_CARD_REDEEMED',
    'CASHBACK_GRANTED', 'CASHBACK_MATURED', 'CASHBACK_REVERSED', 'CASHBACK_COLLECTED', 'CASHBACK_MERGED'));
