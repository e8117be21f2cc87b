// SPDX-License-Identifier: Apache-2.0
package io.allo.router.store;

/**
 * What must happen in one step in Redis. Keys of one conversation share a hash tag, so that the scripts work on a cluster too.
 *
 * <ul>
 *   <li>{@code allo:conv:{key}:lock}: owner of the running turn, expires unless renewed
 *   <li>{@code allo:conv:{key}:fence}: fencing token of the last lease
 *   <li>{@code allo:conv:{key}:state}: dialogue, epoch, times (JSON)
 *   <li>{@code allo:conv:{key}:setup:{conversation id}}: agent and session (JSON), written once;
 *       {@code :1}, {@code :2} … behind it after that many handoffs
 * </ul>
 */
final class RedisScripts {
    /** KEYS lock, fence. ARGV owner, lock ms, fence ms. Answers the fencing token, or 0 when another turn runs. */
    static final String ACQUIRE = """
            if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then
              local fence = redis.call('INCR', KEYS[2])
              redis.call('PEXPIRE', KEYS[2], ARGV[3])
              return fence
            end
            return 0
            """;

    /**
     * KEYS lock, fence. ARGV owner, lock ms, fencing token. Answers 1 while the lock is still the owner's, or is his again: it had
     * run out because he was late, and nobody had it since.
     */
    static final String RENEW = """
            local owner = redis.call('GET', KEYS[1])
            if owner == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
            if not owner and redis.call('GET', KEYS[2]) == ARGV[3] then
              redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
              return 1
            end
            return 0
            """;

    /** KEYS lock. ARGV owner. */
    static final String RELEASE = """
            if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
            return 0
            """;

    static final int SAVED = 1;
    static final int SETUP_MISSING = 2;

    /**
     * KEYS state, fence, setup. ARGV fencing token, state, setup (empty: already there), time to live ms. Answers {@link
     * #SAVED}, {@link #SETUP_MISSING} when nothing was written because the setup must come along, or 0 when a later lease was
     * given out.
     */
    static final String SAVE = """
            local fence = redis.call('GET', KEYS[2])
            if fence and tonumber(fence) > tonumber(ARGV[1]) then return 0 end
            if ARGV[3] ~= '' then
              redis.call('SET', KEYS[3], ARGV[3], 'PX', ARGV[4])
            elseif redis.call('PEXPIRE', KEYS[3], ARGV[4]) == 0 then
              return 2
            end
            redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[4])
            return 1
            """;

    private RedisScripts() {}
}
