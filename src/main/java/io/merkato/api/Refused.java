package io.merkato.api;

import java.util.List;

/** Leaves a mutation's rule from the depth of it: the transaction rolls back and the payload carries the errors. */
public final class Refused extends RuntimeException {

    private final transient List<UserError> errors;

    public Refused(List<? extends UserError> errors) {
        super(null, null, false, false);
        this.errors = List.copyOf(errors);
    }

    public Refused(UserError error) {
        this(List.of(error));
    }

    public List<UserError> errors() {
        return errors;
    }
}
