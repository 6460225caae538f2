package io.merkato.payment;

import io.merkato.api.Grant;
import io.merkato.api.Idempotency;
import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.UserError;
import io.merkato.api.Viewer;
import io.merkato.provider.DeclineReason;
import io.merkato.provider.Outcome;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Says what became of what the provider does not tell of. */
@Controller
class PaymentSettle {

    record Input(
            PaymentOperation.Id operationId,
            boolean done,
            @Nullable String reference,
            String reason) {}

    record Payload(@Nullable Payment payment, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final PaymentAsking asking;
    private final PaymentRepository payments;
    private final PaymentSettling settling;
    private final Clock clock;

    PaymentSettle(PaymentAsking asking, PaymentRepository payments, PaymentSettling settling, Clock clock) {
        this.asking = asking;
        this.payments = payments;
        this.settling = settling;
        this.clock = clock;
    }

    @MutationMapping
    Payload paymentSettle(
            @Argument Payment.Id id,
            @Argument Input input,
            Idempotency once,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        Optional<Grant> grant = asking.grant(tenant, viewer, id);
        return grant.isEmpty()
                ? Payload.refused(List.of(Refusal.notFound("id")))
                : tenant.mutateOnce(
                        grant.get(),
                        once,
                        Payload::refused,
                        tx -> {
                            settling.settle(
                                    tx,
                                    id,
                                    operation -> operation.id().equals(input.operationId()),
                                    operation -> outcome(operation, input),
                                    new PaymentOutcomes.Told(
                                            PaymentEventSource.STAFF, null, PaymentSettling.reason(input.reason())));
                            return id;
                        },
                        (tx, made) -> new Payload(payments.now(tx, id), List.of()));
    }

    private Outcome outcome(PaymentOperation operation, Input input) {
        return input.done()
                ? new Outcome.Done(
                        input.reference() == null ? operation.id().key() : input.reference(),
                        operation.amount(),
                        null,
                        clock.instant())
                : new Outcome.Declined(DeclineReason.OTHER, null, PaymentSettling.reason(input.reason()));
    }
}
