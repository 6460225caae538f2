package io.merkato.payment;

import io.merkato.api.Job;
import io.merkato.provider.PaymentProvider;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class PaymentConfiguration {

    @Bean
    PaymentProvider cash(Clock clock) {
        return new ManualProvider("cash", clock);
    }

    @Bean
    PaymentProvider cashOnDelivery(Clock clock) {
        return new ManualProvider("cash_on_delivery", clock);
    }

    @Bean
    PaymentProvider bankTransfer(Clock clock) {
        return new ManualProvider("bank_transfer", clock);
    }

    /** Learns what became of what no answer came of. */
    @Bean
    Job paymentSettlementJob(
            PaymentSettlement settlement, @Value("${merkato.payments.settle-every:10s}") Duration pause) {
        return Job.every("payment-settlement", pause, settlement::settle);
    }

    /** Lets go of what is held for nobody. */
    @Bean
    Job holdReleaseJob(HoldRelease holds, @Value("${merkato.payments.settle-every:10s}") Duration pause) {
        return Job.every("payment-hold-release", pause, holds::release);
    }
}
