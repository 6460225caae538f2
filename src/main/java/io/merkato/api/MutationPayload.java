package io.merkato.api;

import java.util.List;

/**
 * What a mutation answers: the changed object, or why nothing changed. Nested as {@code Payload} in the class that is
 * named after the mutation; the audit log takes the action's name from there.
 */
public interface MutationPayload {
    List<UserError> userErrors();
}
