package io.merkato.provider;

/**
 * One thing an account at a provider holds.
 *
 * @param name as the provider's documents call it, in camel case: {@code shortCode}
 * @param secret kept encrypted and never shown again
 * @param description for whoever connects the account: what it is and where the provider shows it
 */
public record AccountField(String name, boolean secret, boolean required, String description) {}
