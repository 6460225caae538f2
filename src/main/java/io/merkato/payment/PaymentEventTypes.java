package io.merkato.payment;

import io.merkato.payment.PaymentHappened.Type;
import io.merkato.platform.EventType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What webhooks hear of payments. */
@Configuration(proxyBeanMethods = false)
class PaymentEventTypes {

    @Bean
    EventType paymentAuthorisedEvent() {
        return Type.PAYMENT_AUTHORISED.declared();
    }

    @Bean
    EventType paymentCapturedEvent() {
        return Type.PAYMENT_CAPTURED.declared();
    }

    @Bean
    EventType paymentRefundedEvent() {
        return Type.PAYMENT_REFUNDED.declared();
    }

    @Bean
    EventType paymentVoidedEvent() {
        return Type.PAYMENT_VOIDED.declared();
    }

    @Bean
    EventType paymentChargedBackEvent() {
        return Type.PAYMENT_CHARGED_BACK.declared();
    }

    @Bean
    EventType paymentCorrectedEvent() {
        return Type.PAYMENT_CORRECTED.declared();
    }

    @Bean
    EventType paymentFailedEvent() {
        return Type.PAYMENT_FAILED.declared();
    }

    @Bean
    EventType paymentExpiringEvent() {
        return Type.PAYMENT_EXPIRING.declared();
    }
}
