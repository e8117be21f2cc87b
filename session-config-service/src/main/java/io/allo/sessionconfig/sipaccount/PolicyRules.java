// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.sipaccount;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import io.allo.contracts.trunk.TrunkPolicy;
import io.allo.sessionconfig.door.UnfitException.Fault;
import io.netty.util.NetUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Bounds of a policy; each fault names its field. */
final class PolicyRules {
    private static final Set<String> CODECS = Set.of("PCMU", "PCMA", "G722", "opus");
    private static final Pattern DIALLED = Pattern.compile("\\+[0-9]{0,15}|[0-9]{1,15}|(?i)sips?:[^\\s<>\"]+");
    private static final int MOST_ENTRIES = 200;
    private static final int LONGEST_USER = 128;

    private final List<Fault> faults = new ArrayList<>();

    private PolicyRules() {}

    static List<Fault> faultsOf(TrunkPolicy policy) {
        PolicyRules rules = new PolicyRules();
        rules.bounds(policy);
        rules.lists(policy);
        rules.numbers(policy);
        return rules.faults;
    }

    private void bounds(TrunkPolicy policy) {
        between("registerExpiresSec", policy.registerExpiresSec(), 30, 86_400);
        between("maxConcurrentCalls", policy.maxConcurrentCalls(), 0, 100_000);
        between("maxNewCallsPerSecond", policy.maxNewCallsPerSecond(), 0, 10_000);
        between("maxOutboundMinutesPerDay", policy.maxOutboundMinutesPerDay(), 0, 10_000_000);
        between("optionsPingSec", policy.optionsPingSec(), 0, 3600);
        between("keepAliveSec", policy.keepAliveSec(), 0, 600);
        String preset = policy.preset();
        if (preset != null && Preset.named(preset).isEmpty()) {
            fault("preset", "expected one of " + Preset.names());
        }
        String user = policy.authUser();
        if (user != null && (user.isBlank() || user.length() > LONGEST_USER)) {
            fault("authUser", "expected 1 to " + LONGEST_USER + " characters");
        }
    }

    private void lists(TrunkPolicy policy) {
        if (policy.codecs().isEmpty() || !CODECS.containsAll(policy.codecs())) {
            fault("codecs", "expected some of PCMU, PCMA, G722, opus");
        }
        if (policy.sources().size() > MOST_ENTRIES || !policy.sources().stream().allMatch(PolicyRules::isRange)) {
            fault("sources", "expected at most 200 addresses or CIDR ranges such as 203.0.113.0/24");
        }
        if (policy.dialAllow().size() > MOST_ENTRIES
                || !policy.dialAllow().stream()
                        .allMatch(entry ->
                                entry.length() <= 255 && DIALLED.matcher(entry).matches())) {
            fault("dialAllow", "expected at most 200 E.164 prefixes such as +33, extensions such as 100, or sip: URIs");
        }
    }

    private void numbers(TrunkPolicy policy) {
        String number = policy.callerNumber();
        if (number != null && !number.matches("\\+[1-9][0-9]{5,14}")) {
            fault("callerNumber", "expected E.164");
        }
        if (!PhoneNumberUtil.getInstance().getSupportedRegions().contains(policy.region())) {
            fault("region", "expected ISO 3166 alpha-2 such as FR");
        }
    }

    private static boolean isRange(@Nullable String source) {
        if (source == null) {
            return false;
        }
        int slash = source.indexOf('/');
        String address = slash < 0 ? source : source.substring(0, slash);
        boolean v4 = NetUtil.isValidIpV4Address(address);
        if (!v4 && !NetUtil.isValidIpV6Address(address)) {
            return false;
        }
        String bits = slash < 0 ? "0" : source.substring(slash + 1);
        return bits.matches("[0-9]{1,3}") && Integer.parseInt(bits) <= (v4 ? 32 : 128);
    }

    private void between(String field, int value, int least, int most) {
        if (value < least || value > most) {
            fault(field, "expected " + least + " to " + most);
        }
    }

    private void fault(String field, String message) {
        faults.add(new Fault("policy." + field, message));
    }
}
