// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

/**
 * The steps of a crawl in Redis. Redis runs a script from its beginning to its end with nothing in between. KEYS are those of {@link
 * CrawlKeys}; the clock is that of Redis.
 *
 * <p>Each script may be run twice, and late: a worker that got no answer calls it again, and what it has sent over a connection that was lost
 * may still be run. None makes a key of a crawl that was deleted: it could not begin again.
 */
final class FrontierScripts {
    /**
     * Begins the crawl, if there is none. ARGV: the number of URLs, the URLs, then fields of the crawl and their values. Returns the fields
     * that count.
     */
    static final String BEGIN = """
            if redis.call('EXISTS', KEYS[1]) == 0 then
              local urls = tonumber(ARGV[1])
              for i = urls + 2, #ARGV, 2 do redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1]) end
              redis.call('XGROUP', 'CREATE', KEYS[2], 'workers', '0', 'MKSTREAM')
              for i = 2, urls + 1 do
                if redis.call('SADD', KEYS[3], ARGV[i]) == 1 then redis.call('XADD', KEYS[2], '*', 'url', ARGV[i]) end
              end
            end
            return redis.call('HGETALL', KEYS[1])""";

    /**
     * Takes URLs: those that workers have left when they ended, then new ones. ARGV: the worker, the most URLs. Returns how many URLs are not saved,
     * and then for each URL its id, itself, and the worker that has left it. If there is none to take, it returns those that this worker
     * has: one of them may be new to it, because the answer in which it was has been lost.
     */
    static final String TAKE = """
            if redis.call('EXISTS', KEYS[2]) == 0 then return redis.error_reply('NOCRAWL the crawl was deleted') end
            local now = redis.call('TIME')
            redis.call('ZADD', KEYS[5], now[1] * 1000 + math.floor(now[2] / 1000), ARGV[1])
            redis.call('SREM', KEYS[6], ARGV[1])
            local most = tonumber(ARGV[2])
            local taken = {redis.call('XLEN', KEYS[2])}
            local function add(entry, from)
              taken[#taken + 1] = entry[1]
              taken[#taken + 1] = entry[2][2]
              taken[#taken + 1] = from
              most = most - 1
            end
            for _, gone in ipairs(redis.call('SMEMBERS', KEYS[6])) do
              if most == 0 then break end
              local left = redis.call('XPENDING', KEYS[2], 'workers', '-', '+', most, gone)
              for _, each in ipairs(left) do
                local entry = redis.call('XCLAIM', KEYS[2], 'workers', ARGV[1], 0, each[1])[1]
                redis.call('RPUSH', KEYS[7], gone .. ' ' .. entry[2][2])
                add(entry, gone)
              end
              if #left == 0 then
                redis.call('XGROUP', 'DELCONSUMER', KEYS[2], 'workers', gone)
                redis.call('SREM', KEYS[6], gone)
              end
            end
            if most > 0 then
              local read = redis.call('XREADGROUP', 'GROUP', 'workers', ARGV[1], 'COUNT', most, 'STREAMS', KEYS[2], '>')
              if read then for _, entry in ipairs(read[1][2]) do add(entry, '') end end
            end
            if #taken == 1 then
              for _, each in ipairs(redis.call('XPENDING', KEYS[2], 'workers', '-', '+', 1000, ARGV[1])) do
                add(redis.call('XRANGE', KEYS[2], each[1], each[1])[1], '')
              end
            end
            return taken""";

    /**
     * Saves a page: the result, its links that are new, and that its URL is done, in one step. ARGV: the worker, the id of the URL, the page,
     * its links. The first one who saves a URL wins: of a second time, or of another worker, nothing is kept. Returns whether it was kept.
     */
    // region save
    static final String SAVE = """
            if redis.call('XACK', KEYS[2], 'workers', ARGV[2]) == 0 then return 0 end
            redis.call('XDEL', KEYS[2], ARGV[2])
            redis.call('XADD', KEYS[4], '*', 'page', ARGV[3], 'worker', ARGV[1])
            for i = 4, #ARGV do
              if redis.call('SADD', KEYS[3], ARGV[i]) == 1 then redis.call('XADD', KEYS[2], '*', 'url', ARGV[i]) end
            end
            return 1""";
    // endregion

    /**
     * Says that a worker is alive, and finds those that are not: they have said nothing for the time of a lease. If no worker has said anything
     * for a third of it, Redis itself was away: then all workers have the time of a lease to come back. ARGV: the worker, the lease in
     * milliseconds. Returns how many pages are saved, URLs not saved, URLs taken, workers alive, pages taken once more.
     */
    static final String BEAT = """
            if redis.call('EXISTS', KEYS[2]) == 0 then return redis.error_reply('NOCRAWL the crawl was deleted') end
            local time = redis.call('TIME')
            local now = time[1] * 1000 + math.floor(time[2] / 1000)
            local lease = tonumber(ARGV[2])
            local last, quiet = unpack(redis.call('HMGET', KEYS[1], 'beat', 'quiet'))
            if not last or now - last > lease / 3 then
              quiet = now
              redis.call('HSET', KEYS[1], 'quiet', now)
            end
            redis.call('HSET', KEYS[1], 'beat', now)
            redis.call('ZADD', KEYS[5], now, ARGV[1])
            redis.call('SREM', KEYS[6], ARGV[1])
            if now - quiet >= lease then
              for _, gone in ipairs(redis.call('ZRANGEBYSCORE', KEYS[5], '-inf', now - lease)) do
                redis.call('ZREM', KEYS[5], gone)
                redis.call('SADD', KEYS[6], gone)
              end
            end
            local taken = 0
            local group = redis.call('XINFO', 'GROUPS', KEYS[2])[1]
            for i = 1, #group, 2 do if group[i] == 'pending' then taken = group[i + 1] end end
            return {redis.call('XLEN', KEYS[4]), redis.call('XLEN', KEYS[2]), taken,
              redis.call('ZCARD', KEYS[5]), redis.call('LLEN', KEYS[7])}""";

    /** A worker ends. What it has taken is for the others, at once. ARGV: the worker. */
    static final String LEAVE = """
            if redis.call('EXISTS', KEYS[2]) == 0 then return redis.error_reply('NOCRAWL the crawl was deleted') end
            redis.call('ZREM', KEYS[5], ARGV[1])
            redis.call('SADD', KEYS[6], ARGV[1])
            return 1""";

    private FrontierScripts() {}
}
