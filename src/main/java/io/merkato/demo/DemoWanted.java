package io.merkato.demo;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** {@code merkato.demo}, and where it is not set: with the embedded database yes, in a PostgreSQL that was given never. */
class DemoWanted extends SpringBootCondition {

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        boolean embedded = !context.getEnvironment().containsProperty("spring.datasource.url");
        boolean wanted = context.getEnvironment().getProperty("merkato.demo", Boolean.class, embedded);
        return new ConditionOutcome(wanted, ConditionMessage.of("demo data is " + (wanted ? "wanted" : "not wanted")));
    }
}
