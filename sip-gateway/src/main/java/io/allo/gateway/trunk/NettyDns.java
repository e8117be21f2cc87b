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
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
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
    private final List<DnsRecordType> kinds;

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
        kinds = switch (addresses) {
            case IPV4_ONLY -> List.of(DnsRecordType.A);
            case IPV6_ONLY -> List.of(DnsRecordType.AAAA);
            case IPV4_PREFERRED -> List.of(DnsRecordType.A, DnsRecordType.AAAA);
            case IPV6_PREFERRED -> List.of(DnsRecordType.AAAA, DnsRecordType.A);
        };
    }

    @Override
    public CompletionStage<Answer<Naptr>> naptr(String name) {
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
    public CompletionStage<Answer<Srv>> srv(String name) {
        return query(
                name,
                DnsRecordType.SRV,
                content -> new Srv(
                        content.readUnsignedShort(),
                        content.readUnsignedShort(),
                        content.readUnsignedShort(),
                        DefaultDnsRecordDecoder.decodeName(content)));
    }

    /** A before AAAA; the second kind is asked for only when the first has nothing. */
    @Override
    public CompletionStage<Answer<InetAddress>> addresses(String host) {
        CompletionStage<Answer<InetAddress>> found = addresses(host, kinds.getFirst());
        return kinds.size() == 1
                ? found
                : found.exceptionally(_ -> Answer.none())
                        .thenCompose(answer -> answer.records().isEmpty()
                                ? addresses(host, kinds.getLast())
                                : CompletableFuture.completedFuture(answer));
    }

    private CompletionStage<Answer<InetAddress>> addresses(String host, DnsRecordType kind) {
        CompletableFuture<Answer<InetAddress>> answer = new CompletableFuture<>();
        resolver.resolveAll(new DefaultDnsQuestion(host, kind)).addListener((Future<List<DnsRecord>> found) -> {
            if (!found.isSuccess()) {
                answer.completeExceptionally(found.cause());
                return;
            }
            Reading<InetAddress> reading = new Reading<>(kind, NettyDns::address);
            try {
                found.getNow().forEach(reading::take);
                answer.complete(reading.answer());
            } catch (RuntimeException e) {
                answer.completeExceptionally(e); // a record that no server should send
            } finally {
                found.getNow().forEach(ReferenceCountUtil::release);
            }
        });
        return answer;
    }

    private static InetAddress address(ByteBuf content) {
        byte[] bytes = new byte[content.readableBytes()];
        content.readBytes(bytes);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("address of " + bytes.length + " bytes", e);
        }
    }

    private <T> CompletionStage<Answer<T>> query(String name, DnsRecordType type, Function<ByteBuf, T> decoder) {
        CompletableFuture<Answer<T>> answer = new CompletableFuture<>();
        resolver.query(new DefaultDnsQuestion(name, type))
                .addListener((Future<AddressedEnvelope<DnsResponse, InetSocketAddress>> found) -> {
                    if (!found.isSuccess()) {
                        answer.completeExceptionally(found.cause());
                        return;
                    }
                    AddressedEnvelope<DnsResponse, InetSocketAddress> envelope = found.getNow();
                    try {
                        answer.complete(read(envelope.content(), new Reading<>(type, decoder)));
                    } catch (RuntimeException e) {
                        answer.completeExceptionally(e); // a record that no server should send
                    } finally {
                        envelope.release();
                    }
                });
        return answer;
    }

    private static <T> Answer<T> read(DnsResponse response, Reading<T> reading) {
        boolean unknown = response.code().equals(DnsResponseCode.NXDOMAIN);
        if (!unknown && !response.code().equals(DnsResponseCode.NOERROR)) {
            throw new IllegalStateException("name server says " + response.code());
        }
        for (int i = 0; i < response.count(DnsSection.ANSWER); i++) {
            reading.take(response.recordAt(DnsSection.ANSWER, i));
        }
        for (int i = 0; i < response.count(DnsSection.AUTHORITY); i++) {
            reading.authority(response.recordAt(DnsSection.AUTHORITY, i));
        }
        return reading.answer();
    }

    /** Collects the records of one kind, and the shortest life of what led there. */
    private static final class Reading<T> {
        private final DnsRecordType type;
        private final Function<ByteBuf, T> decoder;
        private final List<T> records = new ArrayList<>();
        private long life = Long.MAX_VALUE;
        private long negativeLife = Answer.USUAL.toSeconds();

        Reading(DnsRecordType type, Function<ByteBuf, T> decoder) {
            this.type = type;
            this.decoder = decoder;
        }

        /** Also a CNAME on the way counts with its life. */
        void take(DnsRecord record) {
            life = Math.min(life, record.timeToLive());
            if (record.type().equals(type) && record instanceof DnsRawRecord raw) {
                records.add(decoder.apply(raw.content()));
            }
        }

        /** RFC 2308 5: nothing is there for the lesser of the SOA's own life and its last field. */
        void authority(DnsRecord record) {
            if (record.type().equals(DnsRecordType.SOA)
                    && record instanceof DnsRawRecord raw
                    && raw.content().readableBytes() >= Integer.BYTES) {
                ByteBuf content = raw.content();
                negativeLife =
                        Math.min(record.timeToLive(), content.getUnsignedInt(content.writerIndex() - Integer.BYTES));
            }
        }

        Answer<T> answer() {
            return new Answer<>(records, Duration.ofSeconds(records.isEmpty() ? negativeLife : life));
        }
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
