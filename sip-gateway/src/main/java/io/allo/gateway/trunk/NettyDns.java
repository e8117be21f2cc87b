// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.trunk;

import io.netty.buffer.ByteBuf;
import io.netty.channel.AddressedEnvelope;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Netty's resolver on one event loop of its own: no thread waits, whatever the name servers do. Host file, search domains and
 * several servers as the machine is configured.
 */
public final class NettyDns implements DnsLookup, AutoCloseable {
    private final NioEventLoopGroup loop = new NioEventLoopGroup(1, new DefaultThreadFactory("dns", true));
    private final DnsNameResolver resolver;

    /**
     * @param server name server; those of this machine when empty
     * @param patience for one answer
     * @param addresses kinds of address that we can send to
     */
    public NettyDns(Optional<InetSocketAddress> server, Duration patience, ResolvedAddressTypes addresses) {
        DnsNameResolverBuilder builder = new DnsNameResolverBuilder(loop.next())
                .channelType(NioDatagramChannel.class)
                .resolvedAddressTypes(addresses)
                .queryTimeoutMillis(patience.toMillis());
        server.ifPresent(address -> builder.nameServerProvider(new SingletonDnsServerAddressStreamProvider(address)));
        resolver = builder.build();
    }

    @Override
    public CompletionStage<List<Naptr>> naptr(String name) {
        return query(name, DnsRecordType.NAPTR, content -> {
            int order = content.readUnsignedShort();
            int preference = content.readUnsignedShort();
            String flags = characterString(content);
            String service = characterString(content);
            characterString(content); // regexp: RFC 3263 uses replacements only
            return new Naptr(order, preference, flags, service, DefaultDnsRecordDecoder.decodeName(content));
        });
    }

    @Override
    public CompletionStage<List<Srv>> srv(String name) {
        return query(
                name,
                DnsRecordType.SRV,
                content -> new Srv(
                        content.readUnsignedShort(),
                        content.readUnsignedShort(),
                        content.readUnsignedShort(),
                        DefaultDnsRecordDecoder.decodeName(content)));
    }

    @Override
    public CompletionStage<List<InetAddress>> addresses(String host) {
        CompletableFuture<List<InetAddress>> answer = new CompletableFuture<>();
        resolver.resolveAll(host).addListener((Future<List<InetAddress>> found) -> {
            if (found.isSuccess()) {
                answer.complete(List.copyOf(found.getNow()));
            } else {
                answer.completeExceptionally(found.cause());
            }
        });
        return answer;
    }

    private <T> CompletionStage<List<T>> query(String name, DnsRecordType type, Function<ByteBuf, T> decoder) {
        CompletableFuture<List<T>> answer = new CompletableFuture<>();
        resolver.query(new DefaultDnsQuestion(name, type))
                .addListener((Future<AddressedEnvelope<DnsResponse, InetSocketAddress>> found) -> {
                    if (!found.isSuccess()) {
                        answer.completeExceptionally(found.cause());
                        return;
                    }
                    AddressedEnvelope<DnsResponse, InetSocketAddress> envelope = found.getNow();
                    try {
                        answer.complete(read(envelope.content(), type, decoder));
                    } catch (RuntimeException e) {
                        answer.completeExceptionally(e); // a record that no server should send
                    } finally {
                        envelope.release();
                    }
                });
        return answer;
    }

    private static <T> List<T> read(DnsResponse response, DnsRecordType type, Function<ByteBuf, T> decoder) {
        boolean unknown = response.code().equals(DnsResponseCode.NXDOMAIN);
        if (!unknown && !response.code().equals(DnsResponseCode.NOERROR)) {
            throw new IllegalStateException("name server says " + response.code());
        }
        List<T> records = new ArrayList<>();
        for (int i = 0; i < response.count(DnsSection.ANSWER); i++) {
            DnsRecord record = response.recordAt(DnsSection.ANSWER, i);
            if (record.type().equals(type) && record instanceof DnsRawRecord raw) {
                records.add(decoder.apply(raw.content()));
            }
        }
        return List.copyOf(records);
    }

    private static String characterString(ByteBuf content) {
        return content.readCharSequence(content.readUnsignedByte(), StandardCharsets.US_ASCII)
                .toString();
    }

    @Override
    public void close() {
        resolver.close();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
