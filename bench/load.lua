-- For wrk: sends prepared requests in turn.   wrk … -s load.lua <url> -- <file> <first>
-- A line of the file is: path, headers as name: value;;name: value, body, with tabs between. Without a body it is a GET.
local requests, next_one = {}, 0

function init(args)
   for line in io.lines(args[1]) do
      local path, headers, body = line:match("^([^\t]*)\t([^\t]*)\t(.*)$")
      local named = {["Content-Type"] = "application/json"}
      for name, value in headers:gmatch("([%w%-]+): ([^;]+)") do named[name] = value end
      requests[#requests + 1] = body == "" and wrk.format("GET", path, named) or wrk.format("POST", path, named, body)
   end
   next_one = tonumber(args[2]) % #requests
end

function request()
   next_one = next_one % #requests + 1
   return requests[next_one]
end

function done(summary, latency)
   local e = summary.errors
   io.write(string.format('FIGURES {"done": %d, "seconds": %f, "bytes": %d, "failed": %d, "p50": %d, "p99": %d, "max": %d}\n', summary.requests, summary.duration / 1e6,
      summary.bytes, e.connect + e.read + e.write + e.status + e.timeout, latency:percentile(50), latency:percentile(99), latency.max))
end
