package io.merkato.payment;

import io.merkato.api.Grant;
import io.merkato.api.Permission;
import io.merkato.api.Uuid7;
import io.merkato.ordering.Order;
import io.merkato.ordering.Orders;
import io.merkato.provider.DeclineReason;
import io.merkato.provider.NextAction;
import io.merkato.provider.Outcome;
import io.merkato.provider.PaymentProvider;
import io.merkato.provider.ProviderAccount;
import io.merkato.provider.ProviderRequest;
import io.merkato.tenancy.PlatformContext;
import io.merkato.tenancy.Tenant;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.TenantContexts;
import io.merkato.tenancy.TenantRounds;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Asks providers, outside any transaction, for what was written down before, and has it written down what they answer. Of what ended in between, whoever
 * takes it up next learns by asking what became of it; the key is the same each time, so it is done once.
 */
@Component
class PaymentSettlement implements AutoCloseable {

    /**
     * So long whoever began is left alone: longer than two tokens and two questions take, of 25 seconds each. Who takes longer still, waiting for others say,
     * may say no more that it was declined.
     */
    static final Duration LEASE = Duration.ofMinutes(3);

    private static final Logger LOG = LoggerFactory.getLogger(PaymentSettlement.class);
    private static final Grant GRANT = PaymentOutcomes.PAYMENTS.may(Permission.PAYMENTS_WRITE);
    private static final int MOST = 100;
    /** So many accounts are asked at once, each about one thing after the other. */
    private static final int AT_ONCE = 16;
    /** For so long a turn waits for those that it began with; for so long an account is asked for others, before those have their turn. */
    private static final Duration TURN = Duration.ofSeconds(10);

    private final Set<PaymentAccount.Id> asked = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            AT_ONCE,
            AT_ONCE,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofVirtual().name("payment-settlement-", 0).factory());
    private final TenantRounds rounds = new TenantRounds("Payments to be settled");
    private final PlatformContext platform;
    private final TenantContexts tenants;
    private final PaymentRepository payments;
    private final OperationRepository operations;
    private final ProviderAccounts accounts;
    private final PaymentOutcomes outcomes;
    private final Orders orders;
    private final Clock clock;

    PaymentSettlement(
            PlatformContext platform,
            TenantContexts tenants,
            PaymentRepository payments,
            OperationRepository operations,
            ProviderAccounts accounts,
            PaymentOutcomes outcomes,
            Orders orders,
            Clock clock) {
        this.platform = platform;
        this.tenants = tenants;
        this.payments = payments;
        this.operations = operations;
        this.accounts = accounts;
        this.outcomes = outcomes;
        this.orders = orders;
        this.clock = clock;
    }

    /** Settles what is due of every tenant. */
    void settle() {
        turn(most -> operations.waiting(platform, clock.instant(), most));
    }

    /** Asks many accounts at once: one that answers slowly, or not at all, keeps none of the others waiting, nor the next turn for long. */
    void turn(IntFunction<List<Tenant.Id>> waiting) {
        var begun = new ArrayList<Future<?>>();
        rounds.serve(waiting, tenant -> begun.addAll(begin(tenants.of(tenant))));
        long end = System.nanoTime() + TURN.toNanos();
        for (Future<?> each : begun) {
            try {
                each.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                return;
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private List<Future<?>> begin(TenantContext tenant) {
        var begun = new ArrayList<Future<?>>();
        for (PaymentAccount.Id account : operations.accountsDue(tenant, clock.instant(), MOST)) {
            if (asked.add(account)) {
                begun.add(threads.submit(() -> {
                    try {
                        settle(tenant, account);
                    } catch (RuntimeException e) {
                        LOG.error(
                                "What is due of {} is left for later: {}",
                                account,
                                e.getClass().getName());
                    } finally {
                        asked.remove(account);
                    }
                }));
            }
        }
        return begun;
    }

    /** One account after the other, until all that is due was asked about. */
    void settle(TenantContext tenant) {
        operations.accountsDue(tenant, clock.instant(), MOST).forEach(account -> settle(tenant, account));
    }

    private void settle(TenantContext tenant, PaymentAccount.Id account) {
        Instant now = clock.instant();
        long end = System.nanoTime() + TURN.toNanos();
        for (PaymentOperation operation : operations.due(tenant, account, now, MOST)) {
            if (System.nanoTime() - end > 0) {
                return;
            }
            UUID lease = Uuid7.next();
            Duration pause = PaymentOutcomes.pause(operation.attempts() + 1);
            if (operations.takeUp(
                    tenant, operation.id(), lease, now, now.plus(pause.compareTo(LEASE) > 0 ? pause : LEASE))) {
                try {
                    ask(tenant, operation.id(), lease);
                } catch (RuntimeException e) {
                    LOG.error(
                            "Operation {} is left for later: {} {}",
                            operation.id(),
                            e.getClass().getName(),
                            e instanceof DataAccessException refused ? refused.sqlState() : "");
                }
            }
        }
    }

    /** What is asked now is written down, or asked about by whoever comes next. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(TURN.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void ask(TenantContext tenant, PaymentOperation.Id id, UUID lease) {
        operations.find(tenant, id).ifPresent(operation -> ask(tenant, operation, lease));
    }

    /**
     * Asks once, where the lease is still the asker's.
     *
     * @param operation as it is just now
     */
    void ask(TenantContext tenant, PaymentOperation operation, UUID lease) {
        if (!operation.isAsked() || !operation.lease().equals(lease)) {
            return;
        }
        Payment payment = payments.now(tenant, operation.paymentId());
        Order order = orders.find(tenant, payment.orderId()).orElseThrow();
        ask(tenant, new PaymentAsking.Started(operation, payment, order), lease);
    }

    /** @param started committed just now, under this lease */
    void ask(TenantContext tenant, PaymentAsking.Started started, UUID lease) {
        PaymentOperation operation = started.operation();
        Payment payment = started.payment();
        PaymentOperation.Id id = operation.id();
        boolean first = operation.attempts() == 1;
        Optional<ProviderAccounts.Opened> opened = accounts.find(tenant, payment.accountId());
        boolean shown = isShown(operation, payment);
        Outcome outcome = opened.map(at -> answer(
                        at,
                        request(operation, payment, started.order()),
                        first,
                        shown,
                        () -> isWanted(tenant, id, lease)))
                .orElseGet(() -> new Outcome.Unknown("Nothing talks to this provider here."));
        boolean byHand = opened.isPresent() && opened.get().provider() instanceof ManualProvider;
        tenant.transact(GRANT, tx -> {
                    if (!(outcome instanceof Outcome.Done) && !isLeased(tx, id, lease)) {
                        return Optional.<String>empty();
                    }
                    String problem = outcomes.write(
                            tx, payment, id, outcome, first ? PaymentOutcomes.Told.CALL : PaymentOutcomes.Told.ENQUIRY);
                    if (byHand) {
                        operations.rest(tx, id);
                    }
                    return Optional.ofNullable(problem);
                })
                .ifPresent(problem -> LOG.warn("Operation {}: {}", id, problem));
    }

    /** Looked at just before it is asked for once more: people may have settled it since. */
    private boolean isWanted(TenantContext tenant, PaymentOperation.Id id, UUID lease) {
        return operations
                .find(tenant, id)
                .filter(operation ->
                        operation.status().isOpen() && operation.lease().equals(lease))
                .isPresent();
    }

    private boolean isLeased(TenantContext tx, PaymentOperation.Id id, UUID lease) {
        return operations.find(tx, id).orElseThrow().lease().equals(lease);
    }

    /** Whether the payer was told where to pay, which perhaps only an answer that was lost would have done. */
    private static boolean isShown(PaymentOperation operation, Payment payment) {
        PaymentNextStep next = payment.nextStep();
        return !operation.isPayment() || next != null && next.action() != PaymentNextAction.WAIT;
    }

    /**
     * What a provider throws says perhaps what it was sent, so nobody is told.
     *
     * @param shown whether the payer knows where to pay
     * @param wanted whether it is to be done still; it is asked about, but not for, where not
     */
    private static Outcome answer(
            ProviderAccounts.Opened opened,
            ProviderRequest request,
            boolean first,
            boolean shown,
            BooleanSupplier wanted) {
        PaymentProvider provider = opened.provider();
        ProviderAccount account = opened.account();
        List<String> lacking = AccountValues.lacking(provider, account.settings(), account.secrets());
        if (!lacking.isEmpty()) {
            String cause = "The account lacks " + String.join(", ", lacking) + ": nobody was asked.";
            return first
                    ? new Outcome.Declined(DeclineReason.MERCHANT_ACCOUNT, null, cause)
                    : new Outcome.Unknown(cause);
        }
        try {
            if (first) {
                return provider.request(account, request);
            }
            Outcome outcome = provider.enquire(account, request);
            boolean again = outcome instanceof Outcome.NeverSeen
                    || outcome instanceof Outcome.Unknown && provider.mayAskAgain(request)
                    || !shown && isNowhere(outcome);
            return again && wanted.getAsBoolean() ? provider.request(account, request.repeated()) : outcome;
        } catch (RuntimeException e) {
            LOG.error(
                    "{} failed at {}: {}",
                    provider.code(),
                    account,
                    e.getClass().getName());
            return new Outcome.Unknown("The provider could not be asked.");
        }
    }

    /** It waits for a payer, and nothing says where. */
    private static boolean isNowhere(Outcome outcome) {
        return outcome instanceof Outcome.Pending open
                && open.reference() == null
                && open.next() instanceof NextAction.Wait;
    }

    private static ProviderRequest request(PaymentOperation operation, Payment payment, Order order) {
        return new ProviderRequest(
                        operation.id().key(),
                        operation.kind(),
                        operation.amount(),
                        operation.reference(),
                        operation.isPayment() ? null : payment.reference(),
                        Long.toString(order.number()),
                        payment.payer(),
                        payment.returnUrl() == null ? null : URI.create(payment.returnUrl()))
                .ofWhole(operation.amount().equals(payment.figures().captured()));
    }
}
