// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.reading;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds a postal address in a sentence, French ("12 bis rue des Lilas, 75011 Paris") or English ("12 Baker Street"). */
public final class AddressReader {
    private static final String FRENCH =
            "\\d{1,4}(?:\\s?(?:bis|ter|quater))?,?\\s+(?:rue|r\\.?|avenue|av\\.?|boulevard|bd|bld|place|pl\\.|impasse|all[ée]e|chemin|route"
                    + "|quai|cours|square|passage|villa|faubourg|sentier|r[ée]sidence)\\s+(?:(?!\\sà\\s)[^,;\\d])+?";
    private static final String ENGLISH =
            "\\d{1,4}[a-d]?\\s+(?:[\\p{L}'.-]+\\s+){1,4}?(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|square|sq|court|way|place|close|terrace|gardens)\\b";
    private static final Pattern ADDRESS = Pattern.compile(
            "(?:\\b(?:au|à|to|at|adresse|address|c'est|it's)\\s+)?(?<street>" + FRENCH + "|" + ENGLISH + ")"
                    + "(?:\\s*,?\\s*(?<code>\\d{2}\\s?\\d{3})(?:\\s*,?\\s*(?<city>(?!(?:by|at|vers|pour|for|around|about|before|avant|dans|au|c['’]est|it['’]s|please|svp|s['’]il|merci|thanks|and|et|il|elle|on|je|i|code)\\b)\\p{L}[\\p{L}'-]*(?:[ -]\\p{L}[\\p{L}'-]*){0,3}))?"
                    + "|\\s*(?:,|(?<=\\s)à(?=\\s)|\\bin\\b)\\s*(?:à\\s+)?(?<town>\\p{L}[\\p{L}'-]*(?:[ -]\\p{L}[\\p{L}'-]*){0,3})(?:\\s+(?<after>\\d{5}))?)?"
                    + "(?=\\s*(?:$|[,;.!?]))",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    /** A postal code that does not follow the street at once. */
    private static final Pattern CODE = Pattern.compile(
            "(?:\\b(?:à|in|dans|paris)\\s+)?\\b(\\d{2}\\s?\\d{3})\\b(?:\\s+(paris|\\p{Lu}\\p{L}+(?:-\\p{L}+)*))?",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    /** How to get from the street to the door: nothing of it is an item. */
    private static final Pattern DETAILS = Pattern.compile(
            "(?:\\b(?:au|à l['’]|c['’]est au|on the|it's on the)\\s*)?\\b(?:rez[- ]de[- ]chauss[ée]e|(?:\\p{L}+|\\d{1,2})(?:e|er|[eè]me|st|nd|rd|th)?\\s+(?:[ée]tage|floor)\\b(?:[ ,]*(?:à|on the|porte)\\s*(?:gauche|droite|left|right))?|ground floor)"
                    + "|\\b(?:le |the )?(?:digicode|code (?:de la )?porte|door code|code|interphone|intercom|b[âa]timent|building|escalier|appartement|apt|appart|flat|apartment|porte|door)\\b[^,.;]*"
                    + "|\\b(?:sonnez|sonner|sonnette|ring|bell|buzz|knock|toquez|frappez|au nom sur|c['’]est l['’]immeuble|l['’]immeuble|the building|chez|opposite|next to|en face|à côté|derri[èe]re|behind)\\b[^,.;]*",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    /** Without one of these nothing can be an address: most sentences are not looked at any further. */
    private static final Pattern WAY = Pattern.compile(
            "\\b(?:rue|r|avenue|av|boulevard|bd|bld|place|pl|impasse|all[ée]e|chemin|route|quai|cours|square|passage|villa|faubourg|sentier|r[ée]sidence|street|st|road|rd|ave|lane|ln|drive|dr|sq|court|way|close|terrace|gardens)\\b",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    /** "Soixante-huit, pardon, soixante-six": the last address counts. */
    private static final Pattern TAKEN_BACK = Pattern.compile(
            "\\b(?:non|no|pardon|sorry|enfin|plut[ôo]t|wait|i mean)\\b",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private AddressReader() {}

    /**
     * @param city empty when not said
     * @param postalCode empty when not said
     * @param left the text without the address
     */
    public record Address(String street, String city, String postalCode, String left) {}

    public static Optional<Address> find(String text) {
        if (!WAY.matcher(text).find()) {
            return Optional.empty();
        }
        String written = AddressWords.written(text.replace('’', '\''));
        Matcher found = ADDRESS.matcher(written);
        if (!found.find()) {
            return Optional.empty();
        }
        Matcher again = ADDRESS.matcher(written);
        boolean corrected =
                again.find(found.end()) && TAKEN_BACK.matcher(written).find();
        found = corrected ? again : found;
        String code = first(found.group("code"), found.group("after")).replace(" ", "");
        String city = first(found.group("city"), found.group("town"));
        String rest = written.substring(0, corrected ? 0 : found.start()) + " , " + written.substring(found.end());
        Matcher elsewhere = CODE.matcher(rest);
        if (code.isEmpty() && elsewhere.find()) {
            code = elsewhere.group(1).replace(" ", "");
            city = city.isEmpty() ? first(elsewhere.group(2), null) : city;
            rest = elsewhere.replaceFirst(" , ");
        }
        String left = DETAILS.matcher(rest).replaceAll(" , ");
        return Optional.of(new Address(found.group("street").strip(), city, code, left));
    }

    private static String first(@Nullable String one, @Nullable String other) {
        return one != null ? one.strip() : other == null ? "" : other.strip();
    }
}
