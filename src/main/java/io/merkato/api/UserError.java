package io.merkato.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why a mutation changed nothing. {@link Refusal} says code, message and path; a type that can say more does. */
public interface UserError {

    UserErrorCode code();

    String message();

    /** The argument at fault, from the mutation's arguments down: {@code ["input", "variants", "2", "sku"]}. */
    @Nullable
    List<String> path();
}
