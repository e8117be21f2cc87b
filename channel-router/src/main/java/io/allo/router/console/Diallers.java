// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import io.allo.router.console.ConsoleSession.Call;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which of the ways to telephone is used. */
@Singleton
class Diallers {
    private static final Set<PhoneNumberType> DEAR = Set.of(
            PhoneNumberType.PREMIUM_RATE,
            PhoneNumberType.SHARED_COST,
            PhoneNumberType.PERSONAL_NUMBER,
            PhoneNumberType.UAN);

    private final Dialler current;
    private final Optional<List<String>> allowed;

    @Inject
    Diallers(@All List<Dialler> all, ConsoleConfig config) {
        ConsoleConfig.Dialling wanted = config.dialling().orElse(ConsoleConfig.Dialling.TWILIO);
        this.current = all.stream()
                .filter(dialler -> dialler.kind() == wanted && dialler.available())
                .findFirst()
                .orElse(new None(wanted));
        this.allowed = config.allowedDestinations();
    }

    /** This one, and any destination. */
    Diallers(Dialler current) {
        this.current = current;
        this.allowed = Optional.empty();
    }

    Dialler current() {
        return current;
    }

    boolean mayCall(String number) {
        return allowed.map(list -> list.stream().anyMatch(beginning -> number.startsWith(beginning.strip())))
                .orElseGet(() -> number.startsWith("+") && !isDear(number));
    }

    /** Numbers by which somebody else earns, worldwide and without a country. */
    static boolean isDear(String number) {
        PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
        try {
            return DEAR.contains(numbers.getNumberType(numbers.parse(number, null)));
        } catch (NumberParseException e) {
            return true;
        }
    }

    /** No telephone is configured: page and chat work without one. */
    private record None(ConsoleConfig.Dialling kind) implements Dialler {
        @Override
        public boolean available() {
            return false;
        }

        @Override
        public Uni<Call> place(ConsoleSession session, String number) {
            return Uni.createFrom().failure(new RefusedException("no telephone is configured"));
        }

        @Override
        public Uni<Optional<Integer>> hangUp(ConsoleSession session, String callSid) {
            return Uni.createFrom().item(Optional.empty());
        }
    }
}
