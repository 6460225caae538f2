package io.merkato.provider;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.merkato.provider.StandIn.Fault;
import io.merkato.provider.StandIn.Told;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;
import org.yaml.snakeyaml.Yaml;

/** That no secret of an account, and no token, gets out by an answer, an exception, or a log at its loudest. */
@NullUnmarked
class ProviderSecretsTest {

    private static final Logger ROOT = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    private final ConcurrentLinkedQueue<String> said = new ConcurrentLinkedQueue<>();
    private final Map<Logger, Level> before = new HashMap<>();
    private final AppenderBase<ILoggingEvent> ear = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            said.add(event.getFormattedMessage());
            if (event.getThrowableProxy() != null) {
                said.add(ThrowableProxyUtil.asString(event.getThrowableProxy()));
            }
        }
    };

    @BeforeEach
    @SuppressWarnings("unchecked")
    void listen() throws Exception {
        Map<String, Object> yaml = new Yaml().load(Files.readString(Path.of("src/main/resources/application.yaml")));
        set(ROOT, Level.TRACE);
        ((Map<String, Object>) ((Map<String, Object>) yaml.get("logging")).get("level"))
                .forEach((name, level) -> set((Logger) LoggerFactory.getLogger(name), Level.valueOf(level.toString())));
        ear.start();
        ROOT.addAppender(ear);
        ROOT.iteratorForAppenders().forEachRemaining(appender -> {
            if (appender != ear) {
                appender.addFilter(new Mute());
            }
        });
    }

    @AfterEach
    void fallSilent() {
        ROOT.detachAppender(ear);
        ROOT.iteratorForAppenders().forEachRemaining(appender -> appender.clearAllFilters());
        before.forEach(Logger::setLevel);
    }

    private void set(Logger logger, Level level) {
        before.putIfAbsent(logger, logger.getLevel());
        logger.setLevel(level);
    }

    /** What is said for this test need not be read. */
    private static final class Mute extends ch.qos.logback.core.filter.Filter<ILoggingEvent> {
        @Override
        public ch.qos.logback.core.spi.FilterReply decide(ILoggingEvent event) {
            return ch.qos.logback.core.spi.FilterReply.DENY;
        }
    }

    @ParameterizedTest
    @EnumSource
    void no_secret_gets_out(Rig.Kind kind) throws Exception {
        try (Rig<?> rig = kind.rig(Duration.ofSeconds(20))) {
            String key = Rig.key();
            Told told = null;
            for (Fault fault : new Fault[] {null, Fault.ERROR_AFTER, Fault.CUT_AFTER, Fault.MALFORMED_AFTER}) {
                if (fault != null) {
                    rig.standIn.plan(kind.charging, fault);
                }
                keep(rig.ask(rig.charge(key, kind.amount)));
                told = told == null ? rig.bank.pay(key) : told;
                keep(rig.enquire(rig.charge(key, kind.amount)));
                key = Rig.key();
            }
            keep(rig.ask(rig.refund(Rig.key(), kind.amount, "CANARY".toLowerCase(java.util.Locale.ROOT))));
            keep(rig.provider.request(rig.strange(), rig.charge(key, kind.amount)));
            keep(rig.account);
            RawNotice raw = told.raw(rig.account, rig.clock.instant());
            keep(raw);
            keep(rig.read(told));
            try {
                keep(rig.provider.read(rig.strange(), raw));
            } catch (ForgedNotice e) {
                keep(e);
            }
            try {
                keep(rig.read(told.saying("{")));
            } catch (ForgedNotice | UnreadableNotice e) {
                keep(e);
            }
        }

        assertThat(said).isNotEmpty();
        String private_ = TelebirrBank.pem(
                        "PRIVATE", TelebirrBank.MERCHANT.getPrivate().getEncoded())
                .substring(30, 80);
        assertThat(said).noneMatch(text -> text.contains("CANARY") || text.contains(private_));
    }

    private void keep(Object answer) {
        said.add(answer.toString());
    }
}
