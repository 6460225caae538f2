package io.merkato.catalog;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the approved reviews of a product say in sum.
 *
 * @param average with two decimals, rounded half up
 * @param stars five stars first
 */
record Rating(int count, @Nullable BigDecimal average, List<RatingStars> stars) {

    static final Rating NONE = of(0, 0, 0, 0, 0);

    /** @param counts of reviews with one star, two stars and so on */
    static Rating of(int... counts) {
        int count = 0;
        long sum = 0;
        var stars = new ArrayList<RatingStars>();
        for (int i = counts.length; i > 0; i--) {
            count += counts[i - 1];
            sum += (long) i * counts[i - 1];
            stars.add(new RatingStars(i, counts[i - 1]));
        }
        BigDecimal average =
                count == 0 ? null : BigDecimal.valueOf(sum).divide(BigDecimal.valueOf(count), 2, RoundingMode.HALF_UP);
        return new Rating(count, average, stars);
    }
}
