package io.merkato.identity;

/** The roles that every tenant has and none can change; what they may do stands in {@code identity.built_in_role_permission}. */
public enum BuiltInRole {
    OWNER,
    ADMIN,
    CATALOGUE,
    ORDERS,
    SUPPORT,
    ANALYST
}
