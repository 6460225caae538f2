package io.merkato.database;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/**
 * Refuses to start where a number, time or size among Merkato's settings is not above 0: what is done every 0 seconds takes all of a processor, and 0 places let
 * nobody in. It comes before all that would use them.
 */
@Component
class SettingsCheck implements BeanFactoryPostProcessor, EnvironmentAware {

    private static final String NUMBER = "[-+]?\\d{1,18}";
    private static final String SIZE = "[-+]?\\d{1,9}[KMGT]?B";
    private static final String TIME =
            "[-+]?\\d{1,9}(ns|us|ms|s|m|h|d)|[-+]?P(?=[-T\\d])(-?\\d{1,9}D)?(T(-?\\d{1,9}[HMS])+)?";
    private static final String QUANTITY = "(" + NUMBER + "|" + SIZE + "|" + TIME + ")";

    /** One, or a list of them; anything else is text, or a time of the day. */
    private static final String QUANTITIES = QUANTITY + "(, ?" + QUANTITY + ")*";

    /** Where 0 says what it does: at once, none, or kept nowhere. Without hyphens, as an environment variable has it. */
    private static final Set<String> MAY_BE_ZERO = Set.of(
            "drain",
            "staleness",
            "cataloguecache.staleness",
            "cataloguecache.ofeach",
            "cataloguecache.inall",
            "graphql.documentcache",
            "graphql.apq.memory",
            "graphql.apq.memorypertenant",
            "graphql.registereddocuments.memory",
            "graphql.keptanswers.memory",
            "identity.refreshgrace",
            "identity.guestsperaddress",
            "identity.guestspertenant",
            "identity.invitationspertenant",
            "identity.textspertenant",
            "identity.texts",
            "requests.patience",
            "subscriptions.perconnection",
            "subscriptions.percaller",
            "subscriptions.peraddress",
            "connections.percaller",
            "connections.peraddress",
            "webhooks.oldsecret");

    static final class UnusableSetting extends RuntimeException {
        UnusableSetting(String message) {
            super(message);
        }
    }

    /** Says it in place of a trace. */
    static class Analyzer extends AbstractFailureAnalyzer<UnusableSetting> {
        @Override
        protected FailureAnalysis analyze(Throwable root, UnusableSetting cause) {
            return new FailureAnalysis(cause.getMessage(), "Set it to more, or leave it out.", cause);
        }
    }

    private @Nullable Environment environment;

    @Override
    public void setEnvironment(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        if (environment != null) {
            check(environment);
        }
    }

    static void check(Environment environment) {
        var settings = new TreeMap<String, String>();
        flatten(
                "",
                Binder.get(environment)
                        .bind("merkato", Bindable.mapOf(String.class, Object.class))
                        .orElse(Map.of()),
                settings);
        settings.forEach((name, value) -> {
            if (!value.matches(QUANTITIES)) {
                return;
            }
            int least = MAY_BE_ZERO.contains(name.replace("-", "").toLowerCase(Locale.ROOT)) ? 0 : 1;
            if (Arrays.stream(value.split(",")).anyMatch(each -> sign(each.strip()) < least)) {
                throw new UnusableSetting("merkato." + name + " is " + value + ", which has to be "
                        + (least == 0 ? "0 or above." : "above 0."));
            }
        });
    }

    private static void flatten(String path, Map<?, ?> values, Map<String, String> into) {
        values.forEach((name, value) -> {
            if (value instanceof Map<?, ?> deeper) {
                flatten(path + name + '.', deeper, into);
            } else {
                into.put(path + name, String.valueOf(value));
            }
        });
    }

    private static int sign(String quantity) {
        if (quantity.matches(NUMBER)) {
            return Long.signum(Long.parseLong(quantity));
        }
        if (quantity.matches(SIZE)) {
            return Long.signum(DataSize.parse(quantity).toBytes());
        }
        Duration time = DurationStyle.detectAndParse(quantity);
        return time.isNegative() ? -1 : time.isZero() ? 0 : 1;
    }
}
