-- What a provider keeps of what staff had settled before it told is written down by itself. V341 looks through what is there while payments go on.
alter table payment.payment_event
    drop constraint payment_event_kind_check,
    add constraint payment_event_kind_check check (kind in (
        'AUTHORISED', 'CHARGED', 'CAPTURED', 'REFUNDED', 'VOIDED', 'CHARGED_BACK', 'DENIED', 'REINSTATED', 'FEE', 'PENDING', 'UNKNOWN', 'FAILED')) not valid;
alter table ledger.transfer
    drop constraint transfer_kind_check,
    add constraint transfer_kind_check check (kind in (
        'ORDER_PLACED', 'ORDER_EDITED', 'ORDER_RETURNED', 'ORDER_CANCELLED', 'PAYMENT_RECEIVED', 'PAYMENT_REFUNDED', 'PAYMENT_FEE',
        'POINTS_EARNED', 'POINTS_MATURED', 'POINTS_REDEEMED', 'POINTS_RETURNED', 'POINTS_CONVERTED', 'POINTS_EXPIRED', 'POINTS_REVERSED',
        'POINTS_REPAID', 'POINTS_ADJUSTED', 'POINTS_MERGED', 'POINTS_REFERRED', 'POINTS_REFERRAL_REVERSED', 'STORE_CREDIT_CONVERTED',
        'STORE_CREDIT_ADJUSTED', 'STORE_CREDIT_MERGED', 'GIFT_CARD_ISSUED', 'GIFT_CARD_REDEEMED',
        'CASHBACK_GRANTED', 'CASHBACK_MATURED', 'CASHBACK_REVERSED', 'CASHBACK_COLLECTED', 'CASHBACK_MERGED')) not valid;
