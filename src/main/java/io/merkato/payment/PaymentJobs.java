package io.merkato.payment;

import io.merkato.api.Job;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class PaymentJobs {

    /** Learns what became of what no answer came of. */
    @Bean
    Job paymentSettlementJob(
            PaymentSettlement settlement, @Value("${merkato.payments.settle-every:10s}") Duration pause) {
        return Job.every("payment-settlement", pause, settlement::settle);
    }
}
