package io.merkato.provider;

/**
 * One thing an account at a provider holds.
 *
 * @param name as the provider's documents call it, in camel case: {@code shortCode}
 * @param secret kept encrypted and never shown again
 * @param identifies whether it says whose account it is: with another one, what was paid by the account is somebody else's
 * @param description for whoever connects the account: what it is and where the provider shows it
 */
public record AccountField(String name, boolean secret, boolean required, boolean identifies, String description) {

    public AccountField(String name, boolean secret, boolean required, String description) {
        this(name, secret, required, false, description);
    }

    AccountField identifying() {
        return new AccountField(name, secret, required, true, description);
    }
}
