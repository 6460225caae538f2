package io.merkato.chaos;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What callers were told is done: it may never be undone. */
final class Promises {

    /** An order, its payment, or a refund, by the key it was asked for under. */
    final Map<String, String> orders = new ConcurrentHashMap<>();

    final Map<String, String> payments = new ConcurrentHashMap<>();

    /** Payments of which somebody was told that they are captured. */
    final Collection<String> captured = new ConcurrentLinkedQueue<>();

    /** Of payments, one for each refund that was taken on. */
    final Collection<String> refunds = new ConcurrentLinkedQueue<>();
}
