-- The script of Wrk.java. Arguments: method, path, length of the body, number of pipelined requests.
function init(args)
   local depth = tonumber(args[4])
   wrk.method = args[1]
   wrk.path = args[2]
   if tonumber(args[3]) > 0 then
      wrk.body = string.rep("x", tonumber(args[3]))
   end
   if depth > 1 then -- only here, because wrk calls the function for each request, and otherwise formats the request once
      local batch = string.rep(wrk.format(), depth)
      request = function() return batch end
   end
end

function done(summary, latency, requests)
   local errors = summary.errors
   io.write(string.format("measured %d %d %d %.1f %.1f\n", summary.requests, summary.duration,
      errors.connect + errors.read + errors.write + errors.status + errors.timeout,
      latency:percentile(50), latency:percentile(99)))
end
