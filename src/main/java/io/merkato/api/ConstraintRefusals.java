package io.merkato.api;

import java.util.Map;

/** A module's constraints that callers can run into, by name, each with the refusal it becomes. One bean per module. */
public interface ConstraintRefusals {
    Map<String, Refusal> byConstraint();
}
