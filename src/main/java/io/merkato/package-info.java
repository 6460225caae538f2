/** Merkato, one package per module; what each owns and who may use whom stands in its own package-info. */
@NullMarked
package io.merkato;

import org.jspecify.annotations.NullMarked;
