-- What a provider denies of what people had said: what never came in is owed again, and what never went back is kept.

insert into ordering.transition (axis, from_status, event, to_status) values
    ('PAYMENT', 'PARTIALLY_PAID', 'OWE_ALL', 'PENDING'),
    ('PAYMENT', 'PARTIALLY_REFUNDED', 'KEEP_PART', 'PARTIALLY_PAID'),
    ('PAYMENT', 'PARTIALLY_REFUNDED', 'KEEP', 'PAID'),
    ('PAYMENT', 'REFUNDED', 'KEEP_PART', 'PARTIALLY_PAID'),
    ('PAYMENT', 'REFUNDED', 'KEEP', 'PAID');
