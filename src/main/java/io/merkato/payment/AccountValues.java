package io.merkato.payment;

import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserErrorCode;
import io.merkato.provider.AccountField;
import io.merkato.provider.PaymentProvider;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What an account holds, as callers give it, held against what its provider says it needs. */
final class AccountValues {

    private static final int LONGEST = 10_000;
    private static final int MOST = 50;

    private AccountValues() {}

    /** As the schema's inputs {@code PaymentSettingInput} and {@code PaymentSecretInput} have it. */
    record Value(String name, String value) {
        /** What it is may be secret. */
        @Override
        public String toString() {
            return "Value[" + name + "]";
        }
    }

    /** @param list which of the input: {@code settings} or {@code secrets} */
    static Map<String, String> of(PaymentProvider provider, @Nullable List<Value> given, boolean secret, String list) {
        var values = new TreeMap<String, String>();
        List<Value> all = given == null ? List.of() : given;
        if (all.size() > MOST) {
            throw refused(UserErrorCode.TOO_LONG, "No account holds so much.", "input", list);
        }
        for (int i = 0; i < all.size(); i++) {
            Value each = all.get(i);
            String at = Integer.toString(i);
            Optional<AccountField> field = provider.fields().stream()
                    .filter(known -> known.name().equals(each.name()))
                    .findAny();
            if (field.isEmpty() || field.get().secret() != secret) {
                throw refused(
                        UserErrorCode.INVALID,
                        field.isEmpty()
                                ? "The provider knows nothing of this name."
                                : secret ? "This is a setting, no secret." : "This is a secret, no setting.",
                        "input",
                        list,
                        at,
                        "name");
            }
            if (each.value().isBlank() || each.value().length() > LONGEST) {
                throw refused(
                        UserErrorCode.INVALID,
                        "A value has 1 to 10000 characters, not all of them blank.",
                        "input",
                        list,
                        at,
                        "value");
            }
            if (values.put(each.name(), each.value()) != null) {
                throw refused(UserErrorCode.INVALID, "This name stands there twice.", "input", list, at, "name");
            }
        }
        return values;
    }

    static void complete(PaymentProvider provider, Map<String, String> settings, Map<String, String> secrets) {
        for (AccountField field : provider.fields()) {
            if (isLacking(field, settings, secrets)) {
                throw refused(
                        UserErrorCode.REQUIRED,
                        "The provider needs " + field.name() + ".",
                        "input",
                        field.secret() ? "secrets" : "settings");
            }
        }
    }

    /** What the provider needs and the account has not, such as one that was connected before the provider needed it. */
    static List<String> lacking(PaymentProvider provider, Map<String, String> settings, Map<String, String> secrets) {
        return provider.fields().stream()
                .filter(field -> isLacking(field, settings, secrets))
                .map(AccountField::name)
                .toList();
    }

    private static boolean isLacking(AccountField field, Map<String, String> settings, Map<String, String> secrets) {
        return field.required()
                && (field.secret() ? secrets : settings)
                        .getOrDefault(field.name(), "")
                        .isBlank();
    }

    /** Refuses another value of what says whose account it is. */
    static void sameHolder(
            PaymentProvider provider,
            Map<String, String> before,
            Map<String, String> after,
            @Nullable List<Value> given,
            String list) {
        for (AccountField field : provider.fields()) {
            if (field.identifies() && !Objects.equals(before.get(field.name()), after.get(field.name()))) {
                int at = given == null
                        ? -1
                        : given.stream().map(Value::name).toList().indexOf(field.name());
                String message = "Something was paid by it, and " + field.name()
                        + " says whose account it is: connect another account."
                        + (field.secret() ? " If it is the same holder's, say so by sameHolder." : "");
                throw at < 0
                        ? refused(UserErrorCode.IN_USE, message, "input", list)
                        : refused(UserErrorCode.IN_USE, message, "input", list, Integer.toString(at), "value");
            }
        }
    }

    private static Refused refused(UserErrorCode code, String message, String... path) {
        return new Refused(Refusal.of(code, message, path));
    }
}
