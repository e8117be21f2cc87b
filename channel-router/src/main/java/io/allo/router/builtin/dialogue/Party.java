// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.dialogue;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Counts people who are named and not numbered: "moi, ma femme et nos deux enfants" are four. Pure functions. */
final class Party {
    private static final Pattern MEMBER = Pattern.compile(
            "\\b(?:(?:me|moi|myself|and i|i and)\\b|(?:ma|mon|my|our|notre|the|sa|his|her|un|une|a) (?:femme|mari|wife|husband|partner|girlfriend|boyfriend|copine|copain|fils|fille|son|daughter|mere|pere|mum|mom|dad|mother|father|soeur|frere|sister|brother|conjointe?|compagne|compagnon|baby|bebe|belle mere|beau pere|mother in law|father in law|grandmother|grandfather|mamie|papi|gran|ami|amie|friend|boss|patron|collegue|colleague)\\b"
                    + "|(?:(?:nos|mes|ses|our|my|his|her|the|les|et|and) )?(\\d{1,2}) (?:\\p{L}+ )?(?:enfants?|kids?|children|boys?|girls?|garcons?|filles?|fils|sons?|daughters?|adultes?|adults?|petits?|grandchildren|parents|friends|amis|sisters?|brothers?|soeurs?|freres?|cousine?s?|mates|potes?|collegues|colleagues)\\b"
                    + "|(?:mes|my|our|nos|his|her|ses) (parents|grands parents|grandparents|beaux parents|in laws|twins|jumeaux)\\b)");
    /** Both of them: nobody says so of more than two. */
    private static final Set<String> PAIRS =
            Set.of("parents", "grands parents", "grandparents", "beaux parents", "in laws", "twins", "jumeaux");

    private Party() {}

    /** @param digits folded, numbers in digits; 0 when nobody was named */
    static int count(String digits) {
        Matcher member = MEMBER.matcher(digits);
        int sum = 0;
        int named = 0;
        while (member.find()) {
            named++;
            sum += member.group(1) != null
                    ? Integer.parseInt(member.group(1))
                    : member.group(2) != null && PAIRS.contains(member.group(2)) ? 2 : 1;
        }
        return named > 1 ? sum : 0;
    }
}
