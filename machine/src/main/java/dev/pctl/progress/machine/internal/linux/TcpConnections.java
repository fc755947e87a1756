package dev.pctl.progress.machine.internal.linux;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The TCP connections in {@code /proc/net/tcp} and {@code tcp6}, with their remote addresses. */
final class TcpConnections {

    private static final int COLUMNS = 10;

    /** TCP_ESTABLISHED and TCP_SYN_SENT of {@code net/tcp_states.h}. */
    private static final List<String> OPEN = List.of("01", "02");

    private TcpConnections() {}

    /** Returns remote addresses by the inode of the socket; closing and listening sockets are left out. */
    static Map<Long, String> parse(String text) {
        Map<Long, String> peers = new HashMap<>();
        text.lines().map(Columns::of).forEach(words -> {
            if (words.size() >= COLUMNS && OPEN.contains(words.get(3))) {
                long inode = Columns.number(words.get(9));
                if (inode > 0) {
                    peers.put(inode, address(words.get(2)));
                }
            }
        });
        return peers;
    }

    /** Parses an address: hexadecimal words in the machine's own byte order; the length distinguishes IPv4 and IPv6. */
    private static String address(String text) {
        int colon = text.indexOf(':');
        if (colon < 8) {
            return text;
        }
        try {
            int port = Integer.parseInt(text.substring(colon + 1), 16);
            boolean four = colon == 8 || text.startsWith("0000000000000000FFFF0000");
            return four ? four(text.substring(colon - 8, colon)) + ':' + port : "port " + port;
        } catch (NumberFormatException e) {
            return text;
        }
    }

    private static String four(String word) {
        long bits = Long.parseLong(word, 16);
        return (bits & 255) + "." + (bits >> 8 & 255) + '.' + (bits >> 16 & 255) + '.' + (bits >> 24 & 255);
    }
}
