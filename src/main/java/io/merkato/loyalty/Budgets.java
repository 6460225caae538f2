package io.merkato.loyalty;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the budgets of rules leave, whose rows are held: what is given back can be given anew. */
final class Budgets {

    private final Map<LoyaltyEarnRule.Id, Long> left = new HashMap<>();
    private final Map<LoyaltyEarnRule.Id, Long> given = new HashMap<>();

    /** @param rules those without a budget give any number */
    Budgets(List<LoyaltyEarnRule> rules) {
        for (LoyaltyEarnRule rule : rules) {
            if (rule.budget() != null) {
                left.put(rule.id(), rule.budget() - rule.given());
            }
        }
    }

    /** @return as many of them as there are */
    long give(LoyaltyEarnRule.Id rule, long points) {
        long most = Math.min(points, left.getOrDefault(rule, Long.MAX_VALUE));
        giveBack(rule, -most);
        return most;
    }

    void giveBack(LoyaltyEarnRule.Id rule, long points) {
        if (left.containsKey(rule)) {
            left.merge(rule, points, Long::sum);
            given.merge(rule, -points, Long::sum);
        }
    }

    /** How many more each has given. */
    Map<LoyaltyEarnRule.Id, Long> given() {
        var changed = new HashMap<>(given);
        changed.values().removeIf(points -> points == 0);
        return changed;
    }
}
