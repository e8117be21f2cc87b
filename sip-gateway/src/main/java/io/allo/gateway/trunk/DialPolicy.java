// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.trunk;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import com.google.i18n.phonenumbers.ShortNumberInfo;
import io.allo.contracts.trunk.Trunk;
import io.allo.contracts.trunk.TrunkPolicy;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What may be dialled through an account, and how the number is written there. The one judge for every outgoing INVITE and
 * every Refer-To, whoever asked for it: agent, API, REFER, 3xx. How much may be dialled is {@link TrunkUsage}.
 *
 * <p>Nothing is allowed but by the account's allow-list: prefixes of E.164 ({@code +33}), and, word for word, extensions
 * ({@code 1001}), short numbers and {@code sip:} URIs. Feature codes and emergency numbers never are; premium and shared-cost
 * numbers only where the list has the whole number.
 */
public final class DialPolicy {
    private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();
    private static final ShortNumberInfo SHORT_NUMBERS = ShortNumberInfo.getInstance();
    private static final Set<PhoneNumberType> COSTLY =
            Set.of(PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST);
    private static final Pattern SIP =
            Pattern.compile("sips?:(?<user>[^@;>\\s]{1,64})@(?<host>[^;?>\\s]{1,255}).*", Pattern.CASE_INSENSITIVE);
    private static final Pattern NUMBER = Pattern.compile("[+0-9 ().\\-/]{1,40}");
    private static final int LONGEST = 320;
    private static final int LONGEST_SHORT_NUMBER = 6;

    private DialPolicy() {}

    /** Judgement of a target. */
    public sealed interface Verdict {
        /**
         * @param canonical E.164, or the extension or URI of the list: equal targets are equal here
         * @param user user part as the trunk wants it, empty for a URI
         */
        record Allowed(String canonical, String user) implements Verdict {
            /** Request-URI or Refer-To at this trunk. */
            public String uri(Trunk trunk) {
                return user.isEmpty()
                        ? canonical
                        : "sip:" + user + "@"
                                + SipAddress.of(trunk).map(SipAddress::hostPort).orElse("invalid");
            }

            /** Without the number: records print themselves. */
            @Override
            public String toString() {
                return "Allowed";
            }
        }

        /** @param reason slug for metrics and people, without the number */
        record Refused(String reason) implements Verdict {}
    }

    /** @param target number in any form, or {@code sip:} URI */
    public static Verdict judge(Trunk trunk, String target) {
        return judge(trunk.policy(), target);
    }

    /** By rules that belong to no account. */
    static Verdict judge(TrunkPolicy policy, String target) {
        String text = target.trim();
        if (text.isEmpty() || text.length() > LONGEST) {
            return new Verdict.Refused("no-number");
        }
        if (text.toLowerCase(Locale.ROOT).startsWith("tel:")) {
            return number(policy, text.substring("tel:".length()));
        }
        Matcher uri = SIP.matcher(text);
        if (!uri.matches()) {
            return number(policy, text);
        }
        boolean listed = policy.dialAllow().stream().anyMatch(text::equalsIgnoreCase);
        if (listed) {
            return new Verdict.Allowed(text, "");
        }
        return NUMBER.matcher(uri.group("user")).matches()
                ? number(policy, uri.group("user"))
                : new Verdict.Refused("uri-not-allowed");
    }

    private static Verdict number(TrunkPolicy policy, String given) {
        if (given.indexOf('#') >= 0 || given.indexOf('*') >= 0) {
            return new Verdict.Refused("feature-code");
        }
        if (!NUMBER.matcher(given).matches()) {
            return new Verdict.Refused("no-number");
        }
        String digits = given.replaceAll("[^+0-9]", "");
        if (isEmergency(digits, policy.region())) {
            return new Verdict.Refused("emergency");
        }
        if (policy.dialAllow().contains(digits) && !digits.startsWith("+")) {
            return new Verdict.Allowed(digits, digits);
        }
        if (!digits.startsWith("+") && digits.length() <= LONGEST_SHORT_NUMBER) {
            return new Verdict.Refused("short-number");
        }
        try {
            PhoneNumber number = NUMBERS.parse(digits, policy.region());
            return NUMBERS.isValidNumber(number)
                    ? listed(policy, number, digits)
                    : new Verdict.Refused("invalid-number");
        } catch (NumberParseException e) {
            return new Verdict.Refused("invalid-number");
        }
    }

    private static boolean isEmergency(String digits, String region) {
        return SHORT_NUMBERS.isEmergencyNumber(digits, region)
                || (digits.length() <= LONGEST_SHORT_NUMBER && SHORT_NUMBERS.connectsToEmergencyNumber(digits, region));
    }

    private static Verdict listed(TrunkPolicy policy, PhoneNumber number, String digits) {
        String e164 = NUMBERS.format(number, PhoneNumberFormat.E164);
        boolean whole = policy.dialAllow().contains(e164);
        if (!whole && COSTLY.contains(NUMBERS.getNumberType(number))) {
            return new Verdict.Refused("premium");
        }
        boolean prefixed =
                policy.dialAllow().stream().anyMatch(prefix -> prefix.startsWith("+") && e164.startsWith(prefix));
        return prefixed
                ? new Verdict.Allowed(e164, written(policy, number, e164, digits))
                : new Verdict.Refused("not-on-allow-list");
    }

    private static String written(TrunkPolicy policy, PhoneNumber number, String e164, String digits) {
        return switch (policy.dialFormat()) {
            case E164 -> e164;
            case E164_WITHOUT_PLUS -> e164.substring(1);
            case INTERNATIONAL_00 -> "00" + e164.substring(1);
            case NATIONAL ->
                policy.region().equalsIgnoreCase(NUMBERS.getRegionCodeForNumber(number))
                        ? NUMBERS.format(number, PhoneNumberFormat.NATIONAL).replaceAll("\\D", "")
                        : "00" + e164.substring(1);
            case AS_GIVEN -> digits;
        };
    }
}
