package io.merkato.platform;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Where a tenant may have us send: to the public internet and nowhere else. Asked by the connection itself for the addresses that it then uses, so a name
 * that leads elsewhere by the time it is used gains nothing.
 */
record PublicHosts(DnsResolver names, boolean allowPrivate) implements DnsResolver {

    private record Block(byte[] network, int bits) {
        static Block of(String network, int bits) {
            return new Block(InetAddress.ofLiteral(network).getAddress(), bits);
        }

        boolean holds(byte[] address) {
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> bit % 8;
                if (((network[bit / 8] ^ address[bit / 8]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    /** The IANA's registry of special purposes: all of IPv4 that is not globally reachable, or leads through something that is not. */
    private static final List<Block> CLOSED_4 = List.of(
            Block.of("0.0.0.0", 8),
            Block.of("10.0.0.0", 8),
            Block.of("100.64.0.0", 10),
            Block.of("127.0.0.0", 8),
            Block.of("169.254.0.0", 16),
            Block.of("172.16.0.0", 12),
            Block.of("192.0.0.0", 24),
            Block.of("192.0.2.0", 24),
            Block.of("192.31.196.0", 24),
            Block.of("192.52.193.0", 24),
            Block.of("192.88.99.0", 24),
            Block.of("192.168.0.0", 16),
            Block.of("192.175.48.0", 24),
            Block.of("198.18.0.0", 15),
            Block.of("198.51.100.0", 24),
            Block.of("203.0.113.0", 24),
            Block.of("224.0.0.0", 4),
            Block.of("240.0.0.0", 4));

    /** Of IPv6 only what is given out: neither loopback nor local, mapped, translated (64:ff9b::/96), unique local or multicast addresses are within. */
    private static final Block OPEN_6 = Block.of("2000::", 3);

    private static final List<Block> CLOSED_6 =
            List.of(Block.of("2001::", 23), Block.of("2001:db8::", 32), Block.of("2002::", 16), Block.of("3fff::", 20));

    static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address
                ? CLOSED_4.stream().noneMatch(block -> block.holds(bytes))
                : OPEN_6.holds(bytes) && CLOSED_6.stream().noneMatch(block -> block.holds(bytes));
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = names.resolve(host);
        if (addresses == null || addresses.length == 0) {
            throw new UnknownHostException("The host has no address");
        }
        if (!allowPrivate) {
            for (InetAddress address : addresses) {
                if (!isPublic(address)) {
                    throw new NotPublic();
                }
            }
        }
        return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
        return names.resolveCanonicalHostname(host);
    }

    /** Says not which address it was: that would tell about a network that is none of the tenant's. */
    static final class NotPublic extends UnknownHostException {
        NotPublic() {
            super("The host leads to an address that is not public");
        }
    }
}
