package io.merkato.loyalty;

import org.jspecify.annotations.Nullable;

/** @param points that count for a tier now */
record LoyaltyStanding(long points, LoyaltyProgramme.@Nullable Tier tier, LoyaltyProgramme.@Nullable Tier next) {}
