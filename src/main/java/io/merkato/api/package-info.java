/**
 * What every module shares at the edge: typed ids, scalars, connections, refusals and faults, and who may ask for what.
 * Owns no table. Others build on its types and never the other way round.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package io.merkato.api;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
