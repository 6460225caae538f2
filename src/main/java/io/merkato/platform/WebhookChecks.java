package io.merkato.platform;

import static java.util.stream.Collectors.toUnmodifiableMap;

import io.merkato.api.Permission;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Viewer;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What a webhook may be: nobody has sent to them what they may not read themselves. */
@Component
class WebhookChecks {

    private static final int LONGEST_DESCRIPTION = 500;
    private static final int LONGEST_SELECTION = 10_000;

    private final Map<String, EventType> types;
    private final Selections selections;
    private final WebhookProperties properties;

    WebhookChecks(List<EventType> types, Selections selections, WebhookProperties properties) {
        this.types = types.stream().collect(toUnmodifiableMap(EventType::name, Function.identity()));
        this.selections = selections;
        this.properties = properties;
    }

    String url(String text) {
        return WebhookUrl.check(text, properties.allowPrivate());
    }

    @Nullable
    String description(@Nullable String text) {
        if (text != null && text.length() > LONGEST_DESCRIPTION) {
            throw refused(
                    UserErrorCode.TOO_LONG,
                    "A description has at most " + LONGEST_DESCRIPTION + " characters.",
                    "description");
        }
        return text;
    }

    /** Each once, in the order given. */
    List<String> eventTypes(List<String> names) {
        List<String> once = List.copyOf(new LinkedHashSet<>(names));
        if (once.isEmpty()) {
            throw refused(UserErrorCode.REQUIRED, "Name at least one type of events.", "eventTypes");
        }
        if (once.contains(PlatformEventTypes.WEBHOOK_TEST)) {
            throw refused(
                    UserErrorCode.INVALID,
                    "WEBHOOK_TEST is sent by webhookTest, whatever the webhook asks for.",
                    "eventTypes");
        }
        return once;
    }

    /**
     * The rights that reading such events takes, all of which the viewer has.
     *
     * @param path the argument that names the events, or who is told of them
     */
    Set<Permission> rights(Viewer viewer, List<String> eventTypes, String... path) {
        var rights = EnumSet.noneOf(Permission.class);
        for (String name : eventTypes) {
            Permission needed = type(name).permission();
            if (!viewer.has(needed)) {
                throw new Refused(Refusal.of(
                        UserErrorCode.NOT_ALLOWED,
                        name + " tells what takes " + needed + " to read, which you do not have for all stores.",
                        path));
            }
            rights.add(needed);
        }
        return rights;
    }

    String selection(@Nullable String text, List<String> eventTypes) {
        if (text == null || text.isBlank()) {
            return Selections.DEFAULT;
        }
        String selection = text.strip();
        if (selection.length() > LONGEST_SELECTION) {
            throw refused(
                    UserErrorCode.TOO_LONG,
                    "A selection has at most " + LONGEST_SELECTION + " characters.",
                    "selection");
        }
        for (String name : eventTypes) {
            EventType type = type(name);
            selections.problem(selection, type).ifPresent(problem -> {
                throw refused(UserErrorCode.INVALID, "On " + type.object() + ": " + problem, "selection");
            });
        }
        return selection;
    }

    private EventType type(String name) {
        EventType type = types.get(name);
        if (type == null) {
            throw new IllegalStateException(name + " is declared by no EventType");
        }
        return type;
    }

    private static Refused refused(UserErrorCode code, String message, String field) {
        return new Refused(Refusal.of(code, message, "input", field));
    }
}
