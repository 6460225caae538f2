package io.merkato.ordering;

/** What happens to an order on one of its axes; which leads where stands in ordering.transition. */
public enum StatusEvent {
    PLACE,
    COMPLETE,
    CANCEL,
    PAY_PART,
    PAY,
    VOID,
    OWE,
    OWE_ALL,
    REFUND_PART,
    REFUND,
    KEEP_PART,
    KEEP,
    SHIP_PART,
    SHIP,
    ADD,
    RETURN_PART,
    RETURN
}
