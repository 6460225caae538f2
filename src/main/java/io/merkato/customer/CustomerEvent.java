package io.merkato.customer;

import io.merkato.platform.Event;

/** Something a customer did that others may want to hear of. */
record CustomerEvent(String type, Customer.Id aggregate) implements Event {}
