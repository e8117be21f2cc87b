// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher;

import io.allo.launcher.servers.ServiceSchema;
import io.allo.launcher.settings.AlloService;
import io.allo.launcher.settings.Ports;
import io.allo.launcher.stack.DemoData;
import io.allo.launcher.stack.Stack;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;

/** What a person can do with a running Allo, ready to paste. */
final class Welcome {
    private static final String NUMBER = "+33939240575";
    private static final String SALON = "+33939240580";

    private Welcome() {}

    static String text(Stack stack, String after) {
        Ports ports = stack.plan().ports();
        String router = ports.url(AlloService.CHANNEL_ROUTER);
        String demoKey = stack.plan().keys().demoKey();
        return """
            Allo is ready. %1$s

              Call       sip:restaurant@%2$s:%3$d   (or sip:%4$s@%2$s:%3$d, any SIP phone, no account)
              Chat       %5$s/demo/chat?agent=demo
              Salon      %5$s/demo/chat?agent=salon   (appointments; by telephone sip:salon@%2$s:%3$d or %13$s, with a language model)
              WhatsApp   curl -s %5$s/api/whatsapp/webhook \\
                           --data-urlencode 'MessageSid=SM'$(date +%%s) --data-urlencode 'From=whatsapp:+33612345678' \\
                           --data-urlencode 'To=whatsapp:%4$s' --data-urlencode 'Body=Bonjour, je voudrais commander'
              Console    %5$s/demo/technician   (a support agent's page; a scripted technician answers its calls)
              Cockpit    %5$s/admin/cockpit   (live conversations: listen, whisper, join, take over; the staff's login)
              Staff      %7$s/staff   (%11$s, password %12$s)
              Admin      %14$s/admin   (the same login; agents, tools, lines, trunks, people)
              Orders     curl -s -H 'X-API-Key: %6$s' \\
                           '%7$s/api/orders?restaurantId=%10$s'
              Talks      curl -s -H 'X-API-Key: %6$s' %5$s/api/conversations

              Logs       %8$s
              Database   psql %9$s

            Ctrl-C stops all.""".formatted(
                        after,
                        host(),
                        ports.sip(),
                        NUMBER,
                        router,
                        demoKey,
                        ports.url(AlloService.TOOL_EXECUTOR_SERVICE),
                        stack.plan().serversLog().getParent(),
                        stack.connections().psql(ServiceSchema.BUSINESS),
                        DemoData.RESTAURANT,
                        DemoData.EMAIL,
                        stack.plan().keys().demoPassword(),
                        SALON,
                        ports.url(AlloService.SESSION_CONFIG_SERVICE));
    }

    /** A phone in the same network has to reach it; loopback when there is no network. */
    static String host() {
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(Welcome::usable)
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                    .map(InetAddress::getHostAddress)
                    .findFirst()
                    .orElse("127.0.0.1");
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean usable(NetworkInterface network) {
        try {
            // Containers' bridges are of no use to a phone.
            return network.isUp() && !network.isLoopback() && !network.getName().matches("(docker|br-|veth|virbr).*");
        } catch (SocketException e) {
            return false;
        }
    }
}
