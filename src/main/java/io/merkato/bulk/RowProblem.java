package io.merkato.bulk;

import org.jspecify.annotations.Nullable;

/**
 * Why a row could not be taken.
 *
 * @param line where the row begins
 * @param column its title in the file, null when the row as a whole is the matter
 */
record RowProblem(String handle, long line, @Nullable String column, String message) {}
