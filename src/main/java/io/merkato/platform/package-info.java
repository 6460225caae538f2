/**
 * What the platform keeps about itself: the audit log of every tenant and its own.
 * Owns the PostgreSQL schema {@code platform}. Others write to the log by saying what a mutation changed, nothing more.
 */
@NullMarked
package io.merkato.platform;

import org.jspecify.annotations.NullMarked;
